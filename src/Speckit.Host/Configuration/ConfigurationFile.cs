using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Speckit.Host.Configuration.Editing;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;
using Speckit.Packaging;
using Speckit.Packaging.Files;

namespace Speckit.Host.Configuration;

/// <summary>The user's configuration of a plugin as it is written, and where each value stands.</summary>
/// <param name="Name">The file as diagnostics name it.</param>
/// <param name="Text">Its text; empty where there is no file.</param>
/// <param name="Root">Its map, or null when it says nothing.</param>
internal sealed record ConfigurationFile(string Name, string Text, YamlMapping? Root)
{
    /// <summary>What it says.</summary>
    internal JsonObject ToJson() => Root?.ToJson() ?? [];

    /// <summary>Reads the file; an absent one says nothing.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="name">The file as diagnostics name it.</param>
    internal static Result<ConfigurationFile> Read(string path, string name)
    {
        var read = PlainFile.ReadAll(path, YamlReader.MaxBytes);
        if (!read.TryGet(out var bytes))
        {
            return read.Diagnostics[0].Descriptor == PackagingDiagnostics.FileMissing
                ? new ConfigurationFile(name, "", null)
                : read.Propagate<ConfigurationFile>();
        }

        var parsed = YamlReader.Read(name, bytes);
        return parsed.TryGet(out var root)
            ? Of(name, Encoding.UTF8.GetString(bytes), root)
            : parsed.Propagate<ConfigurationFile>();
    }

    /// <summary>Reads a text that may become the file.</summary>
    internal static Result<ConfigurationFile> Parse(string name, string text)
    {
        var parsed = YamlReader.Read(name, text);
        return parsed.TryGet(out var root) ? Of(name, text, root) : parsed.Propagate<ConfigurationFile>();
    }

    /// <summary>Makes this the file; a text of blanks alone deletes it. Its mode stays: it may be its owner's alone.</summary>
    internal void Write(string path)
    {
        var directory = Path.GetDirectoryName(path)!;
        if (string.IsNullOrWhiteSpace(Text))
        {
            File.Delete(path);
            Durable.FlushDirectory(directory);
            return;
        }

        Directory.CreateDirectory(directory);
        var mode = OperatingSystem.IsWindows() || !File.Exists(path) ? AtomicFile.Readable : File.GetUnixFileMode(path);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(Text), mode);
    }

    /// <summary>Where the value of those parts stands; null when the file does not have it.</summary>
    /// <param name="parts">The keys of maps and numbers of items from the root down.</param>
    /// <param name="ofKey">Whether the key's place is meant, not its value's.</param>
    internal SourceLocation? Locate(ImmutableArray<string> parts, bool ofKey)
    {
        YamlNode? node = Root;
        var place = Root?.Location;
        foreach (var part in parts)
        {
            switch (node)
            {
                case YamlMapping map when map.Find(part) is { } entry:
                    place = ofKey || entry.Value is YamlScalar { Text: "" } ? entry.KeyLocation : entry.Value.Location;
                    node = entry.Value;
                    break;
                case YamlSequence list when ListIndex.Of(part) is { } i && i < list.Items.Length:
                    node = list.Items[i];
                    place = node.Location;
                    break;
                default:
                    return null;
            }
        }

        return place;
    }

    private static Result<ConfigurationFile> Of(string name, string text, YamlNode root) =>
        root switch
        {
            YamlMapping map => new ConfigurationFile(name, text, map),
            YamlScalar { Type: YamlScalarType.Null } => new ConfigurationFile(name, text, null),
            _ => HostDiagnostics.ConfigurationInvalid.Error(
                "the configuration is not a map",
                "write 'key: value' lines",
                root.Location
            ),
        };
}
