using System.Globalization;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging.Archives;

/// <summary>What a tar header stands for.</summary>
internal enum TarKind
{
    File,
    Directory,
    Pax,
    GlobalPax,
    LongName,
}

/// <summary>One 512-byte tar header: ustar, pax or GNU.</summary>
/// <param name="Kind">What it stands for; every other kind was refused.</param>
/// <param name="Name">The raw bytes of the name, with ustar's prefix.</param>
/// <param name="Mode">The permission bits.</param>
/// <param name="Size">The bytes that follow.</param>
internal sealed record TarHeader(TarKind Kind, byte[] Name, int Mode, long Size)
{
    internal const int BlockSize = 512;

    private const int ChecksumOffset = 148;
    private const int ChecksumLength = 8;
    private const string Hint = "Pack the plugin with 'specify plugin build'.";

    /// <summary>Reads a header.</summary>
    /// <exception cref="PackageRefusedException">It is damaged, or of a kind that packages do not have.</exception>
    internal static TarHeader Parse(ReadOnlySpan<byte> block)
    {
        CheckChecksum(block);
        var gnu = block.Slice(257, 8).SequenceEqual("ustar  \0"u8);
        if (!gnu && !block.Slice(257, 8).SequenceEqual("ustar\000"u8))
        {
            throw Refuse(PackagingDiagnostics.TarHeaderInvalid, "A header is neither ustar nor GNU.");
        }

        var name = Text(block[..100]);
        var kind = KindOf(block[156], name);
        var mode = (int)Octal(block.Slice(100, 8), "mode");
        var size = Octal(block.Slice(124, 12), "size");

        // GNU keeps times where ustar has the prefix.
        var prefix = gnu ? [] : Text(block.Slice(345, 155));
        return new TarHeader(kind, prefix.Length == 0 ? name : [.. prefix, (byte)'/', .. name], mode, size);
    }

    private static TarKind KindOf(byte type, byte[] name) =>
        type switch
        {
            (byte)'0' or 0 => TarKind.File,
            (byte)'5' => TarKind.Directory,
            (byte)'x' => TarKind.Pax,
            (byte)'g' => TarKind.GlobalPax,
            (byte)'L' => TarKind.LongName,
            (byte)'1' => throw Refuse(PackagingDiagnostics.HardLinkRefused, $"'{Show(name)}' is a hard link."),
            (byte)'2' or (byte)'K' => throw Refuse(
                PackagingDiagnostics.SymbolicLinkRefused,
                $"'{Show(name)}' is a symbolic link, or the long target of one."
            ),
            (byte)'3' or (byte)'4' or (byte)'6' => throw Refuse(
                PackagingDiagnostics.DeviceRefused,
                $"'{Show(name)}' is a device or a named pipe."
            ),
            _ => throw Refuse(
                PackagingDiagnostics.EntryKindRefused,
                string.Create(CultureInfo.InvariantCulture, $"'{Show(name)}' is of the unknown kind 0x{type:x2}.")
            ),
        };

    private static void CheckChecksum(ReadOnlySpan<byte> block)
    {
        var sum = ChecksumLength * ' ';
        for (var i = 0; i < block.Length; i++)
        {
            sum += i is >= ChecksumOffset and < ChecksumOffset + ChecksumLength ? 0 : block[i];
        }

        if (Octal(block.Slice(ChecksumOffset, ChecksumLength), "checksum") != sum)
        {
            throw Refuse(PackagingDiagnostics.TarChecksumWrong, "A header does not have the checksum that it says.");
        }
    }

    // Digits, between spaces and up to a NUL or space. GNU's binary numbers, for what eight gigabytes and more need, are refused.
    private static long Octal(ReadOnlySpan<byte> field, string what)
    {
        var text = field.TrimStart((byte)' ');
        var end = text.IndexOfAny((byte)0, (byte)' ');
        var digits = end < 0 ? text : text[..end];
        if (digits.IsEmpty || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'7') >= 0)
        {
            throw Refuse(PackagingDiagnostics.TarHeaderInvalid, $"A header's {what} is not an octal number.");
        }

        var value = 0L;
        foreach (var digit in digits)
        {
            value = (value * 8) + (digit - '0');
        }

        return value;
    }

    private static byte[] Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return (end < 0 ? field : field[..end]).ToArray();
    }

    private static string Show(byte[] name) => System.Text.Encoding.UTF8.GetString(name);

    private static PackageRefusedException Refuse(DiagnosticDescriptor descriptor, string message) =>
        new(descriptor.Error(message, Hint));
}
