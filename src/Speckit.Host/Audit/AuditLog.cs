using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Speckit.Host.Journals;

namespace Speckit.Host.Audit;

/// <summary>The append-only log <c>audit.jsonl</c>: each line carries the SHA-256 of the line before it, so that a line cannot be
/// taken out or changed without a trace.</summary>
/// <param name="path">The log's file.</param>
/// <param name="time">The clock.</param>
public sealed class AuditLog(string path, TimeProvider time) : IDisposable
{
    /// <summary>What the first line carries in place of a predecessor's digest.</summary>
    public static readonly string Genesis = new('0', 64);

    private const int MaxFieldLength = 2048;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private (long Length, string Digest)? _last;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>Appends one line; it is in the file when this returns.</summary>
    /// <exception cref="IOException">The log cannot be written: what was to be audited must not be done.</exception>
    public async Task AppendAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var file = await AppendOnlyFile.OpenAsync(path, time, cancellationToken);
            var line = Serialize(record, PreviousDigest(file));
            file.AppendLine(line);
            _last = (file.Length, Digest(line));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Reads the chain.</summary>
    /// <returns>The number of the first line (one-based) that does not follow from the one before it, or null when the chain is whole.</returns>
    public async Task<int?> FindBreakAsync(CancellationToken cancellationToken)
    {
        var previous = Genesis;
        var number = 0;
        var bytes = await AppendOnlyFile.ReadAllAsync(path, time, cancellationToken) ?? [];
        var lines = SplitLines(bytes);
        foreach (var range in lines)
        {
            number++;
            var line = bytes.AsMemory()[range];
            if (!Follows(line, previous))
            {
                return number;
            }

            previous = Digest(line.Span);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static List<Range> SplitLines(byte[] bytes)
    {
        var lines = new List<Range>();
        var start = 0;
        while (start < bytes.Length)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            var end = length < 0 ? bytes.Length : start + length;
            lines.Add(start..end);
            start = end + 1;
        }

        return lines;
    }

    private static bool Follows(ReadOnlyMemory<byte> line, string previous)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("prev", out var prev)
                && prev.ValueKind == JsonValueKind.String
                && prev.ValueEquals(previous);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The digest of the last line: remembered while nobody else has appended.</summary>
    private string PreviousDigest(AppendOnlyFile file)
    {
        if (_last is { } last && last.Length == file.Length)
        {
            return last.Digest;
        }

        return file.ReadLastLine() is { } line ? Digest(line) : Genesis;
    }

    private static string Digest(ReadOnlySpan<byte> line) => Convert.ToHexStringLower(SHA256.HashData(line));

    private byte[] Serialize(AuditRecord record, string previous)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("time", time.GetUtcNow().UtcDateTime);
            writer.WriteString("action", record.Action);
            writer.WriteString("plugin", record.Plugin);
            writer.WriteString("outcome", NameOf(record.Outcome));
            WriteOptional(writer, "capability", record.Capability);
            WriteOptional(writer, "target", record.Target);
            WriteOptional(writer, "detail", record.Detail);
            writer.WriteString("prev", previous);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string NameOf(AuditOutcome outcome) =>
        outcome switch
        {
            AuditOutcome.Allowed => "allowed",
            AuditOutcome.Refused => "refused",
            AuditOutcome.Done => "done",
            _ => "failed",
        };

    private static void WriteOptional(Utf8JsonWriter writer, string key, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(key, value.Length > MaxFieldLength ? value[..MaxFieldLength] + "…" : value);
        }
    }
}
