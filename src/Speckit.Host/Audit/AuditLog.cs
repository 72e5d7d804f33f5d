using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Speckit.Host.Journals;
using Speckit.Packaging.Digests;

namespace Speckit.Host.Audit;

/// <summary>The append-only log <c>audit.jsonl</c>: each line carries the SHA-256 of the line before it, so that a line cannot be
/// taken out or changed without a trace.</summary>
/// <param name="path">The log's file.</param>
/// <param name="time">The clock.</param>
/// <param name="head">Remembers how far the log has come; null where nothing does.</param>
/// <param name="mask">Hides secrets in a text; null where there are none.</param>
public sealed class AuditLog(string path, TimeProvider time, AuditHead? head = null, Func<string, string>? mask = null)
    : IDisposable
{
    /// <summary>What the first line carries in place of a predecessor's digest.</summary>
    public static readonly string Genesis = new('0', 64);

    private const int MaxFieldLength = 2048;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private (long Length, string Digest)? _last;
    private AuditHeadState? _remembered;

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
            var previous = PreviousDigest(file);
            var line = Serialize(record, previous);
            var before = _last?.Length == file.Length ? _remembered : null;
            var next = head is null ? AuditHeadState.None : Advance(before ?? head.Read(), file, previous);
            file.AppendLine(line);
            _last = (file.Length, TextDigest.Of(line));
            _remembered = next with { Length = file.Length, Digest = _last.Value.Digest };
            head?.Write(_remembered.Value);
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
        var bytes = await AppendOnlyFile.ReadAllAsync(path, time, cancellationToken) ?? [];
        return FindBreak(bytes, SplitLines(bytes));
    }

    /// <summary>Reads the chain, and compares its end with what is remembered.</summary>
    public async Task<AuditState> CheckAsync(CancellationToken cancellationToken)
    {
        // In this order: what is remembered may be older than the log that is read, and never newer.
        var before = head?.Read() ?? AuditHeadState.None;
        var bytes = await AppendOnlyFile.ReadAllAsync(path, time, cancellationToken) ?? [];
        var lines = SplitLines(bytes);
        return new AuditState(lines.Count, FindBreak(bytes, lines), EndOf(before, bytes, lines), before.MostLines);
    }

    /// <summary>Takes the log as it is for the whole one: what it lost is not told again.</summary>
    public async Task AcceptAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = await AppendOnlyFile.OpenAsync(path, time, cancellationToken);
        head?.Write(AuditHeadState.Known(file.CountLines(), file.Length, PreviousDigest(file), lostLines: 0));
        _remembered = null;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>What is to be remembered once a line more is in the log. A loss stays remembered: later lines must not cover it up.</summary>
    private static AuditHeadState Advance(AuditHeadState before, AppendOnlyFile file, string last)
    {
        if (before.Kind == AuditHeadKind.Known && before.Length == file.Length && before.Digest == last)
        {
            return before with { Lines = before.Lines + 1 };
        }

        // Somebody wrote to it without remembering, or it lost lines.
        var isThere =
            before.Length < file.Length && file.ReadLineEndingAt(before.Length) is var line && Fits(before, line);
        var isLost = before.Kind == AuditHeadKind.Known && before.LostLines == 0 && !isThere;
        return AuditHeadState.Known(
            file.CountLines() + 1,
            file.Length,
            last,
            isLost ? Math.Max(before.Lines, 1) : before.LostLines
        );
    }

    private static AuditEnd EndOf(AuditHeadState before, byte[] bytes, List<Range> lines)
    {
        if (before.Kind != AuditHeadKind.Known)
        {
            return AuditEnd.NotKnown;
        }

        var ends = lines.FindIndex(range => range.End.Value + 1 == before.Length);
        var line = ends < 0 ? null : bytes[lines[ends]];
        return before.LostLines == 0 && before.Length <= bytes.Length && Fits(before, line)
            ? AuditEnd.Whole
            : AuditEnd.Lost;
    }

    /// <summary>Whether a line is the one that was the last. Before the first line there is none.</summary>
    private static bool Fits(AuditHeadState before, byte[]? line) =>
        before.Length == 0 || (line is not null && TextDigest.Of(line) == before.Digest);

    private static int? FindBreak(byte[] bytes, List<Range> lines)
    {
        var previous = Genesis;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = bytes.AsMemory()[lines[i]];
            if (!Follows(line, previous))
            {
                return i + 1;
            }

            previous = TextDigest.Of(line.Span);
        }

        return null;
    }

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

        return file.ReadLastLine() is { } line ? TextDigest.Of(line) : Genesis;
    }

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

    private void WriteOptional(Utf8JsonWriter writer, string key, string? value)
    {
        if (value is not null)
        {
            // Cut after it was masked: half a secret could not be found.
            var shown = mask?.Invoke(value) ?? value;
            writer.WriteString(key, shown.Length > MaxFieldLength ? shown[..MaxFieldLength] + "…" : shown);
        }
    }
}
