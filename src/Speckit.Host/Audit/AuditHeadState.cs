using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Speckit.Host.Audit;

/// <summary>How far an audit log had come.</summary>
/// <param name="Kind">Whether that is known.</param>
/// <param name="Lines">The lines it had.</param>
/// <param name="Length">The bytes it had.</param>
/// <param name="Digest">The SHA-256 of its last line, hexadecimal.</param>
/// <param name="LostLines">The lines it had when it was found to have lost some, for the first time; zero if it never was.</param>
internal readonly record struct AuditHeadState(
    AuditHeadKind Kind,
    long Lines,
    long Length,
    string Digest,
    long LostLines
)
{
    private const int DigestLength = 64;

    /// <summary>The bytes of every state: shorter ones are filled up with spaces, so that each covers the one before.</summary>
    internal const int Size = 192;

    internal static AuditHeadState None { get; } = new(AuditHeadKind.None, 0, 0, AuditLog.Genesis, 0);

    internal static AuditHeadState Unreadable { get; } = None with { Kind = AuditHeadKind.Unreadable };

    /// <summary>The most lines that it is known to have had.</summary>
    internal long MostLines => LostLines > 0 ? LostLines : Lines;

    internal static AuditHeadState Known(long lines, long length, string digest, long lostLines) =>
        new(AuditHeadKind.Known, lines, length, digest, lostLines);

    internal static AuditHeadState Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length != Size)
        {
            return Unreadable;
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            var state = Known(
                root.GetProperty("lines").GetInt64(),
                root.GetProperty("length").GetInt64(),
                root.GetProperty("last").GetString() ?? "",
                root.GetProperty("lost").GetInt64()
            );
            return state is { Lines: >= 0, Length: >= 0, LostLines: >= 0, Digest.Length: DigestLength }
                ? state
                : Unreadable;
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return Unreadable;
        }
    }

    internal byte[] ToJson()
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"lines":{{Lines}},"length":{{Length}},"last":"{{Digest}}","lost":{{LostLines}}}"""
        );
        return Encoding.ASCII.GetBytes(text.PadRight(Size - 1) + "\n");
    }
}

/// <summary>What is known of how far a log had come.</summary>
internal enum AuditHeadKind
{
    /// <summary>Nothing was remembered yet.</summary>
    None,

    /// <summary>It was remembered.</summary>
    Known,

    /// <summary>What was remembered cannot be understood.</summary>
    Unreadable,
}
