using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Files;
using Speckit.Packaging.Trust;

namespace Speckit.Registry.Client.Index;

/// <summary>The copy of one plugin's index file: one JSON line about it, then the file as the registry sent it.</summary>
/// <param name="Header">What is known about it.</param>
/// <param name="Text">The file.</param>
internal sealed record CachedIndex(CachedIndexHeader Header, string Text)
{
    private const int MaxBytes = 32 << 20;

    /// <summary>Reads a copy; null when there is none, or none that can be read: the registry is asked anew then.</summary>
    public static CachedIndex? Read(string path)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: <= MaxBytes })
            {
                return null;
            }

            var content = File.ReadAllText(path, Encoding.UTF8);
            var end = content.IndexOf('\n', StringComparison.Ordinal);
            var header =
                end < 0 ? null : JsonSerializer.Deserialize(content[..end], CacheJsonContext.Default.CachedIndexHeader);
            return header is { Format: CachedIndexHeader.CurrentFormat } && header.Body == Hash(content[(end + 1)..])
                ? new CachedIndex(header, content[(end + 1)..])
                : null;
        }
        catch (Exception exception)
            when (exception is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes a copy, atomically.</summary>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var header = JsonSerializer.Serialize(
            Header with
            {
                Body = Hash(Text),
            },
            CacheJsonContext.Default.CachedIndexHeader
        );
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(header + "\n" + Text));
    }

    /// <summary>The digest of what must never change in a line.</summary>
    public static string Fingerprint(IndexEntry entry) =>
        Hash(IndexLine.Write(entry with { Trust = TrustLevel.Unsigned, Yanked = false }));

    private static string Hash(string text) => Sha256Digest.Of(Encoding.UTF8.GetBytes(text)).Hex;
}

/// <summary>What is known about a copy of an index file.</summary>
internal sealed record CachedIndexHeader
{
    /// <summary>The format written today.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The format.</summary>
    public required int Format { get; init; }

    /// <summary>The entity tag, to ask whether it changed; null when the registry gave none.</summary>
    public string? ETag { get; init; }

    /// <summary>When the registry last confirmed it.</summary>
    public required DateTimeOffset Confirmed { get; init; }

    /// <summary>Every version ever seen here, and the fingerprint of its line. Kept for versions that disappeared, too.</summary>
    public required ImmutableSortedDictionary<string, string> Seen { get; init; }

    /// <summary>The digest of the file that follows.</summary>
    public string Body { get; init; } = "";
}

/// <summary>The JSON of the cache.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    MaxDepth = 8
)]
[JsonSerializable(typeof(CachedIndexHeader))]
internal sealed partial class CacheJsonContext : JsonSerializerContext;
