using System.Collections.Immutable;
using System.Text.Json;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Files;

namespace Speckit.Host.Audit.Advisories;

/// <summary>Reads advisories in the OSV format from files. One that cannot be understood is an error: a report that leaves it out would
/// say that all is well.</summary>
public static class AdvisoryReader
{
    /// <summary>The ecosystem that plugins belong to.</summary>
    public const string Ecosystem = "Speckit";

    /// <summary>The most files of a folder that are read.</summary>
    public const int MaxFiles = 10_000;

    private const int MaxFileBytes = 1 << 20;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <summary>Reads a file, or the <c>*.json</c> files of a folder. Withdrawn advisories and those about other ecosystems are left out.</summary>
    /// <returns>The advisories in the order of their files, or <c>SPK5035</c>.</returns>
    /// <exception cref="IOException">A file is there and cannot be read.</exception>
    public static Result<ImmutableArray<Advisory>> Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Path.Exists(path))
        {
            return Invalid(path, "there is no such file or folder");
        }

        ImmutableArray<string> files = Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, "*.json").Take(MaxFiles + 1).Order(StringComparer.Ordinal)]
            : [path];
        if (files.Length > MaxFiles)
        {
            return Invalid(path, $"it has more than {MaxFiles} files");
        }

        var advisories = ImmutableArray.CreateBuilder<Advisory>();
        foreach (var read in files.Select(ReadFile))
        {
            if (!read.TryGet(out var some))
            {
                return read;
            }

            advisories.AddRange(some);
        }

        return advisories.ToImmutable();
    }

    private static Result<ImmutableArray<Advisory>> ReadFile(string path)
    {
        var read = PlainFile.ReadAll(path, MaxFileBytes);
        if (!read.TryGet(out var bytes))
        {
            return Invalid(path, read.Diagnostics[0].Message);
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Options);
            return Read(document.RootElement) is { } advisory ? [advisory] : ImmutableArray<Advisory>.Empty;
        }
        catch (Exception e)
            when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return Invalid(path, e.Message);
        }
    }

    /// <summary>The advisory; null when it was withdrawn or is about none of our plugins.</summary>
    private static Advisory? Read(JsonElement root)
    {
        var id = Text(Required(root, "id"), "id");
        var affected = Items(root, "affected").Select(ReadAffected).OfType<AffectedPlugin>().ToImmutableArray();
        return affected.IsEmpty || IsWithdrawn(root)
            ? null
            : new Advisory(
                id,
                root.TryGetProperty("summary", out var summary) ? Text(summary, "summary") : null,
                [.. Items(root, "aliases").Select(a => Text(a, "aliases"))],
                affected
            );
    }

    private static bool IsWithdrawn(JsonElement root) =>
        root.TryGetProperty("withdrawn", out var withdrawn) && withdrawn.ValueKind != JsonValueKind.Null;

    private static AffectedPlugin? ReadAffected(JsonElement affected)
    {
        if (
            !affected.TryGetProperty("package", out var package)
            || Text(Required(package, "ecosystem"), "ecosystem") != Ecosystem
        )
        {
            return null;
        }

        var text = Text(Required(package, "name"), "name");
        if (!PluginName.TryParse(text, out var name))
        {
            throw new FormatException($"'{text}' is not a plugin's name");
        }

        var ranges = Items(affected, "ranges")
            .Where(r => Text(Required(r, "type"), "type") is "SEMVER" or "ECOSYSTEM")
            .Select(r => AdvisoryRange.Of(Items(r, "events").Select(ReadEvent)))
            .ToImmutableArray();
        ImmutableArray<SemanticVersion> versions =
        [
            .. Items(affected, "versions").Select(v => Version(Text(v, "versions"))),
        ];
        return versions.IsEmpty && ranges.All(r => r.Events.IsEmpty)
            ? throw new FormatException($"it names no versions of {name}")
            : new AffectedPlugin(name, versions, ranges);
    }

    private static AdvisoryEvent ReadEvent(JsonElement happened)
    {
        var properties = happened.EnumerateObject().ToList();
        if (properties.Count != 1)
        {
            throw new FormatException("an event has not exactly one member");
        }

        var (kind, value) = (properties[0].Name, Text(properties[0].Value, "events"));
        return kind switch
        {
            "introduced" => new AdvisoryEvent(AdvisoryEventKind.Introduced, value == "0" ? null : Version(value)),
            "fixed" => new AdvisoryEvent(AdvisoryEventKind.Fixed, Version(value)),
            "last_affected" => new AdvisoryEvent(AdvisoryEventKind.LastAffected, Version(value)),
            "limit" => new AdvisoryEvent(AdvisoryEventKind.Limit, value == "*" ? null : Version(value)),
            _ => throw new FormatException($"an event is of the unknown kind '{kind}'"),
        };
    }

    private static SemanticVersion Version(string text) =>
        SemanticVersion.TryParse(text, out var version)
            ? version
            : throw new FormatException($"'{text}' is not a semantic version");

    private static JsonElement Required(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value : throw new FormatException($"'{name}' is missing");

    private static string Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new FormatException($"'{name}' is not text");

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null ? default
        : list.ValueKind == JsonValueKind.Array ? list.EnumerateArray()
        : throw new FormatException($"'{name}' is not a list");

    private static Diagnostic Invalid(string path, string why) =>
        HostDiagnostics.AdvisoryInvalid.Error(
            $"the advisory '{path}' cannot be read: {why}",
            "an advisory is one JSON object in the OSV format (https://ossf.github.io/osv-schema/)"
        );
}
