using System.Buffers.Text;
using System.Text;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging.Archives;

/// <summary>A pax extended header: records <c>length key=value\n</c> (POSIX.1-2017, pax). Only <c>path</c> and <c>size</c> are heeded.</summary>
/// <param name="Path">The entry's path, raw, if it is given.</param>
/// <param name="Size">The entry's size, if it is given.</param>
internal sealed record PaxHeader(byte[]? Path, long? Size)
{
    private const string Hint = "Pack the plugin with 'specify plugin build'.";

    // What does not change which bytes an entry has and where they go. Everything else is refused, known or not.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "atime",
        "comment",
        "ctime",
        "gid",
        "gname",
        "mtime",
        "uid",
        "uname",
        "SCHILY.dev",
        "SCHILY.fflags",
        "SCHILY.ino",
        "SCHILY.nlink",
    };

    private static readonly string[] HarmlessPrefixes = ["LIBARCHIVE.", "RHT.", "SCHILY.acl.", "SCHILY.xattr."];

    /// <summary>Reads the header of one entry.</summary>
    internal static PaxHeader Parse(ReadOnlySpan<byte> data)
    {
        byte[]? path = null;
        long? size = null;
        while (!data.IsEmpty)
        {
            var value = Next(ref data, out var key);
            switch (key)
            {
                case "path" when path is null && !value.IsEmpty:
                    path = value.ToArray();
                    break;
                case "size" when size is null && Number(value) is { } number:
                    size = number;
                    break;
                case "path" or "size":
                    throw Refuse(
                        PackagingDiagnostics.PaxInvalid,
                        $"A pax header's '{key}' is empty, unreadable or there twice."
                    );
                case var _ when !IsHarmless(key):
                    throw Refuse(PackagingDiagnostics.PaxKeyRefused, $"A pax header has the key '{key}'.");
            }
        }

        return new PaxHeader(path, size);
    }

    /// <summary>Checks a global header: a comment, which <c>git archive</c> writes, and nothing else.</summary>
    internal static void CheckGlobal(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            _ = Next(ref data, out var key);
            if (key != "comment")
            {
                throw Refuse(PackagingDiagnostics.PaxGlobalRefused, $"A global pax header has the key '{key}'.");
            }
        }
    }

    private static bool IsHarmless(string key) =>
        Harmless.Contains(key) || HarmlessPrefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> data, out string key)
    {
        var space = data.IndexOf((byte)' ');
        if (
            space is < 1 or > 8
            || Number(data[..space]) is not { } length
            || length <= space + 1
            || length > data.Length
        )
        {
            throw Refuse(PackagingDiagnostics.PaxInvalid, "A pax record's length is wrong.");
        }

        var record = data[(space + 1)..(int)length];
        data = data[(int)length..];
        var equals = record.IndexOf((byte)'=');
        if (record[^1] != '\n' || equals < 1)
        {
            throw Refuse(PackagingDiagnostics.PaxInvalid, "A pax record is not of the form key=value.");
        }

        key = Encoding.UTF8.GetString(record[..equals]);
        return record[(equals + 1)..^1];
    }

    private static long? Number(ReadOnlySpan<byte> digits) =>
        digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
        && Utf8Parser.TryParse(digits, out long value, out var used)
        && used == digits.Length
            ? value
            : null;

    private static PackageRefusedException Refuse(DiagnosticDescriptor descriptor, string message) =>
        new(descriptor.Error(message, Hint));
}
