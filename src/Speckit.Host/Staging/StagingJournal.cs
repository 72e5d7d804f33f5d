using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Speckit.Packaging.Files;

namespace Speckit.Host.Staging;

/// <summary>What a change was about to do, written before it does anything, so that the next command can finish or undo it.</summary>
/// <param name="Items">What happens to each plugin. All of it becomes true at once, with the lock file.</param>
internal sealed record StagingJournal(ImmutableArray<StagedItem> Items)
{
    internal const string FileName = "journal.json";

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
            var journal = JsonSerializer.Deserialize(
                File.ReadAllBytes(Path.Combine(directory, FileName)),
                StagingJsonContext.Default.StagingJournal
            );
            return journal is null || journal.Items.IsDefault ? null : journal;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a change does to one plugin.</summary>
internal sealed record StagedItem
{
    public required StagedOperation Operation { get; init; }

    public required string Plugin { get; init; }

    /// <summary>The tree that an install brings, as the lock file will name it.</summary>
    public string? Tree { get; init; }

    /// <summary>The folder that an install links to instead of bringing a tree of its own.</summary>
    public string? Link { get; init; }

    /// <summary>Whether the plugin's own data is replaced as well.</summary>
    public bool Data { get; init; }

    /// <summary>Whether a remove takes the user's configuration along.</summary>
    public bool Purge { get; init; }
}

/// <summary>What a staged change does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StagedOperation>))]
internal enum StagedOperation
{
    Install,
    Remove,
    Toggle,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(StagingJournal))]
internal sealed partial class StagingJsonContext : JsonSerializerContext;
