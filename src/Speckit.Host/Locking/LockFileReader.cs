using System.Collections.Immutable;
using System.Text.Json;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Locking;

/// <summary>Reads lock files strictly: what is not understood is an error, since a guess would install something else.</summary>
public static class LockFileReader
{
    private const string Hint = "restore the file from version control";

    /// <summary>Reads a lock file; an absent one is empty.</summary>
    public static Result<LockFile> Read(string path) => Read(path, out _);

    /// <summary>Reads a lock file, and gives its bytes if they could be read.</summary>
    internal static Result<LockFile> Read(string path, out byte[]? bytes)
    {
        bytes = null;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return LockFile.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return HostDiagnostics.LockFileInvalid.Error($"cannot read '{path}': {e.Message}");
        }

        return Parse(path, bytes);
    }

    /// <summary>Reads the text of a lock file.</summary>
    /// <param name="path">What to call the file in errors.</param>
    /// <param name="bytes">Its content.</param>
    public static Result<LockFile> Parse(string path, ReadOnlyMemory<byte> bytes) =>
        CanonicalLockText.Recognise(bytes) is { } entries
            ? new LockFile(new LockedPluginDictionary(entries))
            : ParseAny(path, bytes);

    /// <summary>Reads the text of a lock file, however it is written.</summary>
    /// <inheritdoc cref="Parse"/>
    internal static Result<LockFile> ParseAny(string path, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 16 });
            return ReadRoot(document.RootElement);
        }
        catch (JsonException e)
        {
            var location = new SourceLocation(path, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            return HostDiagnostics.LockFileInvalid.Error("the file is not JSON", Hint, location);
        }
        catch (InvalidOperationException)
        {
            const string Problem = "the file has text that is not Unicode";
            return HostDiagnostics.LockFileInvalid.Error(Problem, Hint, new SourceLocation(path, 1, 1));
        }
        catch (LockFileFormatException e)
        {
            return HostDiagnostics.LockFileInvalid.Error(e.Message, Hint, new SourceLocation(path, 1, 1));
        }
    }

    private static LockFile ReadRoot(JsonElement root)
    {
        RequireObject(root, "the file");
        var version = Property(root, "the file", "lockVersion");
        if (
            version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out var number)
            || number != LockFile.Version
        )
        {
            throw new LockFileFormatException(
                $"lockVersion {version.GetRawText()} is not {LockFile.Version}; a newer Speckit may have written it"
            );
        }

        RefuseUnknown(root, "the file", ["lockVersion", "plugins"]);
        var plugins = Property(root, "the file", "plugins");
        RequireObject(plugins, "plugins");
        var read = new SortedDictionary<PluginName, LockedEntry>();
        foreach (var property in plugins.EnumerateObject())
        {
            if (!PluginName.TryParse(property.Name, out var name))
            {
                throw new LockFileFormatException($"'{property.Name}' is not a plugin name");
            }

            if (!read.TryAdd(name, LockedEntry.Of(name, ReadPlugin(property.Name, property.Value))))
            {
                throw new LockFileFormatException($"'{property.Name}' is locked twice");
            }
        }

        return new LockFile(new LockedPluginDictionary([.. read.Values]));
    }

    /// <summary>Decodes an entry that was recognised.</summary>
    internal static LockedPlugin ReadEntry(LockedEntry entry)
    {
        var name = entry.Name.ToString();
        var value = entry.Text[$"    \"{name}\": ".Length..];
        using var document = JsonDocument.Parse(value);
        return ReadPlugin(name, document.RootElement);
    }

    private static LockedPlugin ReadPlugin(string where, JsonElement element)
    {
        RequireObject(element, where);
        RefuseUnknown(element, where, LockFileWriter.PluginKeys);
        var version = Text(element, where, "version");
        var trust = Text(element, where, "trust");
        var resolved = Text(element, where, "resolved");
        return new LockedPlugin
        {
            Version = SemanticVersion.TryParse(version, out var parsed)
                ? parsed
                : throw new LockFileFormatException($"{where}: '{version}' is not a version"),
            Dialect = Text(element, where, "dialect") switch
            {
                "speckit" => ManifestDialect.Speckit,
                "ospec" => ManifestDialect.Ospec,
                var other => throw new LockFileFormatException($"{where}: unknown dialect '{other}'"),
            },
            Resolved = resolved,
            Archive = Digest(element, where, "archive", resolved),
            Tree = Digest(element, where, "tree", resolved),
            Trust = TrustLevels.TryParse(trust, out var level)
                ? level
                : throw new LockFileFormatException($"{where}: unknown trust level '{trust}'"),
            Signer = OptionalText(element, where, "signer"),
            KeyId = OptionalText(element, where, "keyid"),
            Capabilities = Capabilities(element, where),
            Enabled = Flag(Property(element, where, "enabled"), where, "enabled"),
            Dependency = OptionalFlag(element, where, "dependency"),
            Modified = OptionalFlag(element, where, "modified"),
            Requires = Requires(element, where),
        };
    }

    private static ImmutableArray<string> Capabilities(JsonElement plugin, string where)
    {
        var list = Property(plugin, where, "capabilities");
        if (
            list.ValueKind != JsonValueKind.Array
            || list.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.String)
        )
        {
            throw new LockFileFormatException($"{where}: 'capabilities' is not a list of names");
        }

        var names = list.EnumerateArray().Select(e => e.GetString()!).ToImmutableArray();
        return names.FirstOrDefault(n => Capability.Find(n) is null) is { } unknown
            ? throw new LockFileFormatException($"{where}: unknown capability '{unknown}'")
            : names;
    }

    private static ImmutableSortedDictionary<PluginName, string> Requires(JsonElement plugin, string where)
    {
        var map = Property(plugin, where, "requires");
        RequireObject(map, $"{where}: requires");
        var read = ImmutableSortedDictionary.CreateBuilder<PluginName, string>();
        foreach (var property in map.EnumerateObject())
        {
            if (!PluginName.TryParse(property.Name, out var name) || property.Value.ValueKind != JsonValueKind.String)
            {
                throw new LockFileFormatException($"{where}: requires has a bad entry '{property.Name}'");
            }

            if (!read.TryAdd(name, property.Value.GetString()!))
            {
                throw new LockFileFormatException($"{where}: requires has '{property.Name}' twice");
            }
        }

        return read.ToImmutable();
    }

    private static bool OptionalFlag(JsonElement element, string where, string key) =>
        element.TryGetProperty(key, out var value) && Flag(value, where, key);

    private static bool Flag(JsonElement value, string where, string key) =>
        value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new LockFileFormatException($"{where}: '{key}' is not true or false"),
        };

    /// <summary>A linked folder has no digest: its place stands for it.</summary>
    private static string Digest(JsonElement element, string where, string key, string resolved)
    {
        var text = Text(element, where, key);
        var isLink = resolved.StartsWith(LockedPlugin.LinkScheme, StringComparison.Ordinal);
        return (isLink ? text == resolved : Sha256Digest.TryParse(text, out _))
            ? text
            : throw new LockFileFormatException(
                isLink ? $"{where}: '{key}' is not '{resolved}'" : $"{where}: '{key}' is not a sha256 digest"
            );
    }

    private static string Text(JsonElement element, string where, string key)
    {
        var value = Property(element, where, key);
        return value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new LockFileFormatException($"{where}: '{key}' is not text");
    }

    private static string? OptionalText(JsonElement element, string where, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null
            ? Text(element, where, key)
            : null;

    private static JsonElement Property(JsonElement element, string where, string key) =>
        element.TryGetProperty(key, out var value)
            ? value
            : throw new LockFileFormatException($"{where}: '{key}' is missing");

    private static void RequireObject(JsonElement element, string where)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new LockFileFormatException($"{where} is not an object");
        }
    }

    private static void RefuseUnknown(JsonElement element, string where, ReadOnlySpan<string> known)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                throw new LockFileFormatException($"{where}: '{property.Name}' is there twice");
            }

            if (!known.Contains(property.Name))
            {
                throw new LockFileFormatException($"{where}: unknown key '{property.Name}'");
            }
        }
    }

    private sealed class LockFileFormatException(string message) : Exception(message);
}
