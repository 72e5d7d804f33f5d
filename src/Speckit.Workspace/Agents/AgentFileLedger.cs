using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Workspace.Agents;

/// <summary>One file that plugins wrote, or are about to write.</summary>
/// <param name="Plugin">The plugin it comes from.</param>
/// <param name="Sha256">The digest it should have, lower-case hexadecimal.</param>
/// <param name="Previous">The digest it has until the change that is under way is done; null when none is.</param>
internal sealed record LedgerEntry(PluginName Plugin, string Sha256, string? Previous)
{
    /// <summary>Whether a file with this digest is one that we wrote.</summary>
    public bool Wrote(string digest) => digest == Sha256 || digest == Previous;
}

/// <summary>
/// What we wrote and made under <c>.claude</c>: <c>.specify/agent-files.json</c>. A change is noted here before it is made,
/// so that after a crash every file is still known as ours or a person's.
/// </summary>
internal sealed record AgentFileLedger(
    ImmutableSortedDictionary<string, LedgerEntry> Files,
    ImmutableSortedSet<string> Folders
)
{
    /// <summary>Where the ledger lies, relative to the project root.</summary>
    public const string Path = ".specify/agent-files.json";

    private const int Version = 1;
    private const int MaximumLength = 8 * 1024 * 1024;

    /// <summary>Nothing written yet.</summary>
    public static AgentFileLedger Empty { get; } =
        new(
            ImmutableSortedDictionary.Create<string, LedgerEntry>(StringComparer.Ordinal),
            ImmutableSortedSet.Create<string>(StringComparer.Ordinal)
        );

    /// <summary>Whether there is nothing to remember.</summary>
    public bool IsEmpty => Files.IsEmpty && Folders.IsEmpty;

    /// <summary>Reads the ledger. It comes with the checkout, so nothing in it is believed that we would not write.</summary>
    public static Result<AgentFileLedger> Read(string path)
    {
        if (!File.Exists(path))
        {
            return Empty;
        }

        if (new FileInfo(path).Length > MaximumLength)
        {
            return Invalid("it is larger than 8 MiB");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return FromJson(document.RootElement);
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return Invalid(e.Message.TrimEnd('.'));
        }
    }

    /// <summary>The ledger as it is stored: sorted, indented, LF.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteStartObject("files");
            foreach (var (path, entry) in Files)
            {
                writer.WriteStartObject(path);
                writer.WriteString("plugin", entry.Plugin.ToString());
                writer.WriteString("sha256", entry.Sha256);
                if (entry.Previous is { } previous)
                {
                    writer.WriteString("previous", previous);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteStartArray("folders");
            foreach (var folder in Folders)
            {
                writer.WriteStringValue(folder);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static Result<AgentFileLedger> FromJson(JsonElement root)
    {
        if (root.GetProperty("version").GetInt32() != Version)
        {
            return Invalid("its version is not 1; a newer program wrote it");
        }

        var files = Empty.Files.ToBuilder();
        foreach (var property in root.GetProperty("files").EnumerateObject())
        {
            var plugin = PluginName.Parse(property.Value.GetProperty("plugin").GetString()!);
            var previous = property.Value.TryGetProperty("previous", out var value) ? value.GetString() : null;
            var entry = new LedgerEntry(plugin, property.Value.GetProperty("sha256").GetString() ?? "", previous);
            if (!AgentFilePath.IsFile(property.Name) || !IsDigest(entry.Sha256) || !files.TryAdd(property.Name, entry))
            {
                return Invalid($"'{property.Name}' is not a path of an agent file, has no digest, or is there twice");
            }
        }

        var folders = root.GetProperty("folders")
            .EnumerateArray()
            .Select(f => f.GetString() ?? "")
            .ToImmutableSortedSet(StringComparer.Ordinal);
        return folders.FirstOrDefault(f => !AgentFilePath.IsFolder(f)) is { } folder
            ? Invalid($"'{folder}' is not a folder of agent files")
            : new AgentFileLedger(files.ToImmutable(), folders);
    }

    private static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static Diagnostic Invalid(string why) =>
        WorkspaceDiagnostics.AgentLedgerInvalid.Error(
            $"The ledger of agent files cannot be used: {why}.",
            $"restore '{Path}' from version control, or delete it: files it knew are then taken for yours",
            new SourceLocation(Path, 1, 1)
        );
}
