using System.Text.Json;
using System.Text.Json.Serialization;
using Speckit.Packaging.Files;

namespace Speckit.Host.Staging;

/// <summary>What a change was about to do, written before it does anything, so that the next command can finish or undo it.</summary>
internal sealed record StagingJournal
{
    internal const string FileName = "journal.json";

    public required StagedOperation Operation { get; init; }

    public required string Plugin { get; init; }

    /// <summary>The digest of the tree that an install brings.</summary>
    public string? Tree { get; init; }

    /// <summary>Whether a remove takes the user's configuration along.</summary>
    public bool Purge { get; init; }

    internal void Write(string directory) =>
        AtomicFile.Write(
            Path.Combine(directory, FileName),
            JsonSerializer.SerializeToUtf8Bytes(this, StagingJsonContext.Default.StagingJournal)
        );

    /// <summary>The journal of a staging folder, or null when the change ended before it was written.</summary>
    internal static StagingJournal? Read(string directory)
    {
        try
        {
            return JsonSerializer.Deserialize(
                File.ReadAllBytes(Path.Combine(directory, FileName)),
                StagingJsonContext.Default.StagingJournal
            );
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a staged change does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StagedOperation>))]
internal enum StagedOperation
{
    Install,
    Remove,
    Toggle,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StagingJournal))]
internal sealed partial class StagingJsonContext : JsonSerializerContext;
