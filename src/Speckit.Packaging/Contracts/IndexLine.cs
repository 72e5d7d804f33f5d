using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Digests;

namespace Speckit.Packaging.Contracts;

/// <summary>Writes and reads <see cref="IndexEntry"/> as JSON Lines.</summary>
public static class IndexLine
{
    /// <summary>The longest line accepted, in bytes.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>The line of an entry, without its line feed. Maps are sorted by name: the same entry gives the same bytes.</summary>
    public static string Write(IndexEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var sorted = entry with
        {
            Requires = Sorted(entry.Requires),
            Optional = entry.Optional is { Count: > 0 } ? Sorted(entry.Optional) : null,
            Runtimes = entry.Runtimes is { Count: > 0 } ? Sorted(entry.Runtimes) : null,
            Provides = Sorted(entry.Provides),
        };
        return JsonSerializer.Serialize(sorted, RegistryJsonContext.Default.IndexEntry);
    }

    /// <summary>Reads and checks the lines of one plugin's file. Lines of a newer format are skipped, as Cargo does.</summary>
    /// <param name="name">The plugin whose file it is: lines of another are refused.</param>
    /// <param name="text">The file.</param>
    public static Result<ImmutableArray<IndexEntry>> ReadAll(PluginName name, string text)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        var entries = ImmutableArray.CreateBuilder<IndexEntry>();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (line.IsWhiteSpace())
            {
                continue;
            }

            var place = new SourceLocation(IndexPath.For(name), number, 1);
            var problem = ReadOne(name, line, out var entry);
            if (problem is not null)
            {
                return PackagingDiagnostics.IndexLineInvalid.Error(
                    problem,
                    "The registry's index is damaged: tell its operator.",
                    place
                );
            }

            if (entry is not null)
            {
                entries.Add(entry);
            }
        }

        return entries.DrainToImmutable();
    }

    private static string? ReadOne(PluginName name, ReadOnlySpan<char> line, out IndexEntry? entry)
    {
        entry = null;
        if (Encoding.UTF8.GetByteCount(line) > MaxLength)
        {
            return $"The line is longer than {MaxLength} bytes.";
        }

        try
        {
            using var document = JsonDocument.Parse(line.ToString(), new JsonDocumentOptions { MaxDepth = 16 });
            if (IsNewerFormat(document.RootElement))
            {
                return null;
            }

            entry = document.RootElement.Deserialize(RegistryJsonContext.Default.IndexEntry);
        }
        catch (JsonException exception)
        {
            return $"The line is not an index entry: {exception.Message}";
        }

        return entry is null ? "The line is null." : Check(name, entry);
    }

    private static bool IsNewerFormat(JsonElement line) =>
        line.ValueKind == JsonValueKind.Object
        && line.TryGetProperty("v", out var format)
        && format.ValueKind == JsonValueKind.Number
        && format.TryGetInt32(out var number)
        && number > IndexEntry.CurrentFormat;

    private static string? Check(PluginName name, IndexEntry entry)
    {
        if (!string.Equals(entry.Name, name.ToString(), StringComparison.Ordinal))
        {
            return $"The line is about '{entry.Name}', expected '{name}'.";
        }

        if (!SemanticVersion.TryParse(entry.Version, out _))
        {
            return $"'{entry.Version}' is not a SemVer version.";
        }

        if (!Sha256Digest.TryParse(entry.Archive, out _) || !Sha256Digest.TryParse(entry.Tree, out _))
        {
            return $"'{entry.Archive}' or '{entry.Tree}' is not a digest of the form sha256:<64 hexadecimal digits>.";
        }

        if (entry.Format < 1 || entry.Size <= 0)
        {
            return "The format or the size is not positive.";
        }

        var lists = entry.Provides.Values.Append(entry.Platforms).Append(entry.Capabilities);
        return lists.Any(list => list.IsDefault || list.Any(static item => item is null))
            ? "A list has a null."
            : CheckMaps(entry);
    }

    // Whether names and ranges can be read is asked when the version is a choice: one that cannot be read spoils no other.
    private static string? CheckMaps(IndexEntry entry) =>
        new[] { entry.Requires, entry.Optional, entry.Runtimes }
            .OfType<IReadOnlyDictionary<string, string>>()
            .SelectMany(static map => map.Values)
            .Any(static range => range is null)
            ? "A range is null."
            : null;

    private static SortedDictionary<string, T> Sorted<T>(IReadOnlyDictionary<string, T> map) =>
        new(map.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
}
