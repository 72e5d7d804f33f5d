using ICSharpCode.SharpZipLib.Checksum;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging.Archives;

/// <summary>The header of a gzip member (RFC 1952 §2.3), which says nothing that packages need.</summary>
/// <param name="next">Gives the next byte, or -1 at the end.</param>
internal sealed class GzipHeader(Func<int> next)
{
    internal const int Magic1 = 0x1f;
    internal const int Magic2 = 0x8b;

    private const int MaxText = 1024;
    private const int Deflate = 8;
    private const int FlagHeaderCrc = 2;
    private const int FlagExtra = 4;
    private const int FlagName = 8;
    private const int FlagComment = 16;
    private const int FlagsReserved = 0xE0;

    private readonly Crc32 _crc = new();

    internal void Skip()
    {
        if (Next() != Magic1 || Next() != Magic2 || Next() != Deflate)
        {
            throw Invalid("The file is not gzip-compressed.");
        }

        var flags = Next();
        if ((flags & FlagsReserved) != 0)
        {
            throw Invalid("The gzip header has reserved flags.");
        }

        Skip(6);
        if ((flags & FlagExtra) != 0)
        {
            Skip(Next() | (Next() << 8));
        }

        if ((flags & FlagName) != 0)
        {
            SkipText();
        }

        if ((flags & FlagComment) != 0)
        {
            SkipText();
        }

        if ((flags & FlagHeaderCrc) != 0)
        {
            var expected = (int)(_crc.Value & 0xFFFF);
            if ((Next() | (Next() << 8)) != expected)
            {
                throw Invalid("The gzip header's checksum is wrong.");
            }
        }
    }

    private static PackageRefusedException Invalid(string message) =>
        Refuse(PackagingDiagnostics.GzipHeaderInvalid, message);

    private static PackageRefusedException Refuse(DiagnosticDescriptor descriptor, string message) =>
        new(descriptor.Error(message, "A package is a .tar.gz file, as 'specify plugin build' makes it."));

    private int Next()
    {
        var value = next();
        if (value < 0)
        {
            throw Refuse(PackagingDiagnostics.ArchiveTruncated, "The file ends inside the gzip header.");
        }

        _crc.Update(value);
        return value;
    }

    private void Skip(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _ = Next();
        }
    }

    private void SkipText()
    {
        for (var length = 0; Next() != 0; length++)
        {
            if (length >= MaxText)
            {
                throw Invalid($"A text of the gzip header has more than {MaxText} bytes.");
            }
        }
    }
}
