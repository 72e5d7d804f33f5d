using System.Text;
using Speckit.Manifests.Diagnostics;
using D = Speckit.Packaging.PackagingDiagnostics;

namespace Speckit.Packaging.Tests.Archives;

/// <summary>Archives that must be refused, each with the code of its own offence.</summary>
public static class HostileArchives
{
    private static readonly byte[] Good = LyingTar.WithManifest().File("a.txt").Gz();

    public static IReadOnlyDictionary<string, (byte[] Archive, DiagnosticDescriptor Code)> All { get; } =
        Paths()
            .Concat(Collisions())
            .Concat(Kinds())
            .Concat(Headers())
            .Concat(Extended())
            .Concat(Framing())
            .Concat(Missing())
            .ToDictionary(c => c.Name, c => (c.Archive, c.Code), StringComparer.Ordinal);

    private static byte[] Named(string path) => LyingTar.WithManifest().File(path).Gz();

    private static byte[] Named(params string[] paths) =>
        paths.Aggregate(LyingTar.WithManifest(), (tar, path) => tar.File(path)).Gz();

    private static IEnumerable<(string Name, byte[] Archive, DiagnosticDescriptor Code)> Paths()
    {
        (string Path, DiagnosticDescriptor Code)[] paths =
        [
            ("/etc/passwd", D.PathAbsolute),
            ("//host/share", D.PathAbsolute),
            ("../escaped", D.PathTraversal),
            ("a/../../escaped", D.PathTraversal),
            ("a/..", D.PathTraversal),
            ("..", D.PathTraversal),
            ("", D.PathNotCanonical),
            ("./a", D.PathNotCanonical),
            ("a/./b", D.PathNotCanonical),
            ("a//b", D.PathNotCanonical),
            ("a/", D.PathNotCanonical),
            ("a\\b", D.PathBackslash),
            ("..\\escaped", D.PathBackslash),
            ("C:/windows/system32", D.PathColon),
            ("C:evil", D.PathColon),
            ("a.txt:stream", D.PathColon),
            ("CON", D.PathReservedName),
            ("a/nul.txt", D.PathReservedName),
            ("Com1", D.PathReservedName),
            ("lpt\u00B9.log", D.PathReservedName),
            ("aux .c", D.PathReservedName),
            ("CONOUT$", D.PathReservedName),
            ("what?", D.PathReservedCharacter),
            ("a|b", D.PathReservedCharacter),
            ("a.", D.PathTrailingDotOrSpace),
            ("a ", D.PathTrailingDotOrSpace),
            ("a /b", D.PathTrailingDotOrSpace),
            ("...", D.PathTrailingDotOrSpace),
            ("a\nb", D.PathControlCharacter),
            ("a\u001b[2Jb", D.PathControlCharacter),
            ("a\u0085b", D.PathControlCharacter),
            ("a\u2028b", D.PathControlCharacter),
            ("a\u202Etxt.exe", D.PathInvisibleCharacter),
            ("a\u2066b", D.PathInvisibleCharacter),
            ("a\u200Bb", D.PathInvisibleCharacter),
            (".g\u200Cit/config", D.PathInvisibleCharacter),
            ("a\uE000b", D.PathUnassignedCharacter),
            ("a\uFFFFb", D.PathUnassignedCharacter),
            (".git/hooks/pre-commit", D.PathGit),
            ("sub/.GIT/config", D.PathGit),
            ("GIT~1/config", D.PathGit),
            (".git", D.PathGit),
            ("config.yaml", D.ConfigurationReserved),
            ("Config.YAML", D.ConfigurationReserved),
            ("config.yaml/inside", D.ConfigurationReserved),
            (string.Join('/', Enumerable.Repeat("d", 33)), D.PathTooDeep),
            ("a\uFFFDb", D.PathNotUtf8),
        ];
        foreach (var (path, code) in paths)
        {
            yield return ($"path {Show(path)}", Named(path), code);
        }

        yield return (
            "path not UTF-8",
            LyingTar.WithManifest().Entry([(byte)'a', 0xFF, 0xFE], '0', []).Gz(),
            D.PathNotUtf8
        );
        yield return (
            "path overlong UTF-8",
            LyingTar.WithManifest().Entry([0xC0, 0xAE, 0xC0, 0xAE, (byte)'/', (byte)'x'], '0', []).Gz(),
            D.PathNotUtf8
        );
        yield return (
            "path surrogate in UTF-8",
            LyingTar.WithManifest().Entry([0xED, 0xA0, 0x80], '0', []).Gz(),
            D.PathNotUtf8
        );
        yield return (
            "path too long",
            LyingTar.WithManifest().Pax(("path", "a/" + new string('b', 1100))).File("x").Gz(),
            D.PathTooLong
        );
        yield return (
            "component too long",
            LyingTar.WithManifest().Pax(("path", new string('b', 256))).File("x").Gz(),
            D.PathTooLong
        );
        yield return ("traversal by ustar prefix", Prefixed(".."), D.PathTraversal);
        yield return ("absolute by ustar prefix", Prefixed("/etc"), D.PathAbsolute);
        yield return ("folder traversal", LyingTar.WithManifest().Directory("../up/").Gz(), D.PathTraversal);
        yield return ("folder with two slashes", LyingTar.WithManifest().Directory("a//").Gz(), D.PathNotCanonical);
        yield return ("folder of git", LyingTar.WithManifest().Directory(".git/").Gz(), D.PathGit);
    }

    private static IEnumerable<(string Name, byte[] Archive, DiagnosticDescriptor Code)> Collisions()
    {
        yield return ("duplicate file", Named("a", "a"), D.PathDuplicate);
        yield return ("duplicate manifest", Named("plugin.yaml"), D.PathDuplicate);
        yield return ("duplicate folder", LyingTar.WithManifest().Directory("a/").Directory("a").Gz(), D.PathDuplicate);
        yield return ("collision by case", Named("src/a", "src/A"), D.PathCollision);
        yield return ("collision of folders by case", Named("src/a", "SRC/b"), D.PathCollision);
        yield return ("collision by normalisation", Named("caf\u00E9", "cafe\u0301"), D.PathCollision);
        yield return ("collision by case and normalisation", Named("CAFE\u0301", "caf\u00E9"), D.PathCollision);
        yield return ("collision by sharp s", Named("stra\u00DFe", "STRASSE"), D.PathCollision);
        yield return ("collision by Kelvin sign", Named("\u212A", "k"), D.PathCollision);
        yield return ("collision by final sigma", Named("\u03C2", "\u03C3"), D.PathCollision);
        yield return ("collision by Hangul", Named("\uD55C", "\u1112\u1161\u11AB"), D.PathCollision);
        yield return ("collision by order of marks", Named("a\u0323\u0301", "a\u0301\u0323"), D.PathCollision);
        yield return ("collision with the manifest", Named("PLUGIN.yaml"), D.PathCollision);
        yield return ("file used as folder", Named("a", "a/b"), D.FileUsedAsFolder);
        yield return ("folder used as file", Named("a/b", "a"), D.FileUsedAsFolder);
        yield return (
            "folder entry over a file",
            LyingTar.WithManifest().File("a").Directory("a/").Gz(),
            D.FileUsedAsFolder
        );
    }

    private static IEnumerable<(string Name, byte[] Archive, DiagnosticDescriptor Code)> Kinds()
    {
        yield return ("symbolic link", LyingTar.WithManifest().Entry("l", '2', "/etc").Gz(), D.SymbolicLinkRefused);
        yield return (
            "symbolic link then a file through it",
            LyingTar.WithManifest().Entry("l", '2', "/tmp").File("l/x").Gz(),
            D.SymbolicLinkRefused
        );
        yield return (
            "long link target",
            LyingTar.WithManifest().Entry("././@LongLink", 'K').Gz(),
            D.SymbolicLinkRefused
        );
        yield return ("hard link", LyingTar.WithManifest().Entry("l", '1', "plugin.yaml").Gz(), D.HardLinkRefused);
        yield return ("character device", LyingTar.WithManifest().Entry("d", '3').Gz(), D.DeviceRefused);
        yield return ("block device", LyingTar.WithManifest().Entry("d", '4').Gz(), D.DeviceRefused);
        yield return ("named pipe", LyingTar.WithManifest().Entry("d", '6').Gz(), D.DeviceRefused);
        yield return ("GNU sparse file", LyingTar.WithManifest().Entry("s", 'S').Gz(), D.EntryKindRefused);
        yield return ("contiguous file", LyingTar.WithManifest().Entry("s", '7').Gz(), D.EntryKindRefused);
        yield return ("GNU multi-volume", LyingTar.WithManifest().Entry("s", 'M').Gz(), D.EntryKindRefused);
        yield return ("setuid", LyingTar.WithManifest().File("a", mode: 0x9ED).Gz(), D.SpecialModeRefused);
        yield return ("setgid", LyingTar.WithManifest().File("a", mode: 0x5ED).Gz(), D.SpecialModeRefused);
        yield return ("sticky folder", LyingTar.WithManifest().Directory("a/", mode: 0x3FF).Gz(), D.SpecialModeRefused);
        yield return (
            "folder with content",
            LyingTar.WithManifest().Entry("a/"u8.ToArray(), '5', "hidden"u8.ToArray()).Gz(),
            D.DirectoryWithContent
        );
    }

    private static IEnumerable<(string Name, byte[] Archive, DiagnosticDescriptor Code)> Headers()
    {
        yield return ("header checksum", Spoiled(after: b => b[0] ^= 1), D.TarChecksumWrong);
        yield return ("header checksum not a number", Spoiled(after: b => b[148] = (byte)'z'), D.TarHeaderInvalid);
        yield return ("header size not a number", Spoiled(before: b => b[125] = (byte)'9'), D.TarHeaderInvalid);
        yield return ("header size empty", Spoiled(before: b => b.AsSpan(124, 12).Clear()), D.TarHeaderInvalid);
        yield return ("header size binary", Spoiled(before: b => b[124] = 0x80), D.TarHeaderInvalid);
        yield return ("header size negative", Spoiled(before: b => b[124] = (byte)'-'), D.TarHeaderInvalid);
        yield return ("header mode not a number", Spoiled(before: b => b[100] = (byte)'w'), D.TarHeaderInvalid);
        yield return ("header without magic", Spoiled(before: b => b.AsSpan(257, 8).Clear()), D.TarHeaderInvalid);
        yield return ("header with half a magic", Spoiled(before: b => b[263] = (byte)'9'), D.TarHeaderInvalid);
        yield return (
            "file larger than a file may be",
            LyingTar.WithManifest().Header("a"u8.ToArray(), '0', 17L << 20).Gz(),
            D.MemberTooLarge
        );
        yield return (
            "file of eight gigabytes",
            LyingTar.WithManifest().Header("a"u8.ToArray(), '0', (8L << 30) - 1).Gz(),
            D.MemberTooLarge
        );
        yield return (
            "file longer than the archive",
            Compressed(LyingTar.WithManifest().Header("a"u8.ToArray(), '0', 5000).Unfinished()),
            D.ArchiveTruncated
        );
        yield return (
            "tar header cut off",
            Compressed([.. LyingTar.WithManifest().Unfinished(), .. new byte[100]]),
            D.ArchiveTruncated
        );
        yield return ("no end marker", Compressed(LyingTar.WithManifest().Unfinished()), D.ArchiveTruncated);
        yield return (
            "half an end marker",
            Compressed([.. LyingTar.WithManifest().Unfinished(), .. new byte[512]]),
            D.ArchiveTruncated
        );
        yield return (
            "entry between the end blocks",
            Compressed([.. LyingTar.WithManifest().Unfinished(), .. new byte[512], .. new LyingTar().File("b").Tar()]),
            D.DataAfterTar
        );
        yield return (
            "entry after the end",
            Compressed([.. LyingTar.WithManifest().Tar(), .. new LyingTar().File("b").Tar()]),
            D.DataAfterTar
        );
        yield return (
            "one byte after the end",
            Compressed([.. LyingTar.WithManifest().Tar(), .. new byte[70_000], 1]),
            D.DataAfterTar
        );
    }

    private static IEnumerable<(string Name, byte[] Archive, DiagnosticDescriptor Code)> Extended()
    {
        yield return ("pax traversal", LyingTar.WithManifest().Pax(("path", "../up")).File("ok").Gz(), D.PathTraversal);
        yield return (
            "pax path with NUL",
            LyingTar.WithManifest().Pax(("path", "a\0b")).File("ok").Gz(),
            D.PathControlCharacter
        );
        yield return ("pax path empty", LyingTar.WithManifest().Pax(("path", "")).File("ok").Gz(), D.PaxInvalid);
        yield return (
            "pax path twice",
            LyingTar.WithManifest().Pax(("path", "a"), ("path", "b")).File("ok").Gz(),
            D.PaxInvalid
        );
        yield return (
            "pax size huge",
            LyingTar.WithManifest().Pax(("size", "9223372036854775807")).File("ok").Gz(),
            D.MemberTooLarge
        );
        yield return (
            "pax size overflowing",
            LyingTar.WithManifest().Pax(("size", "92233720368547758070")).File("ok").Gz(),
            D.PaxInvalid
        );
        yield return ("pax size negative", LyingTar.WithManifest().Pax(("size", "-1")).File("ok").Gz(), D.PaxInvalid);
        yield return (
            "pax size on a folder",
            LyingTar.WithManifest().Pax(("size", "512")).Directory("d/").Gz(),
            D.DirectoryWithContent
        );
        yield return ("pax link", LyingTar.WithManifest().Pax(("linkpath", "/etc")).File("ok").Gz(), D.PaxKeyRefused);
        yield return (
            "pax sparse",
            LyingTar.WithManifest().Pax(("GNU.sparse.name", "evil")).File("ok").Gz(),
            D.PaxKeyRefused
        );
        yield return (
            "pax real size",
            LyingTar.WithManifest().Pax(("SCHILY.realsize", "1")).File("ok").Gz(),
            D.PaxKeyRefused
        );
        yield return (
            "pax charset",
            LyingTar.WithManifest().Pax(("hdrcharset", "BINARY")).File("ok").Gz(),
            D.PaxKeyRefused
        );
        yield return (
            "pax unknown key",
            LyingTar.WithManifest().Pax(("VENDOR.x", "1")).File("ok").Gz(),
            D.PaxKeyRefused
        );
        yield return (
            "pax length too long",
            LyingTar.WithManifest().PaxRaw('x', "99 path=a\n"u8.ToArray()).File("ok").Gz(),
            D.PaxInvalid
        );
        yield return (
            "pax length too short",
            LyingTar.WithManifest().PaxRaw('x', "3 path=a\n"u8.ToArray()).File("ok").Gz(),
            D.PaxInvalid
        );
        yield return (
            "pax length zero",
            LyingTar.WithManifest().PaxRaw('x', "0 path=a\n"u8.ToArray()).File("ok").Gz(),
            D.PaxInvalid
        );
        yield return (
            "pax without length",
            LyingTar.WithManifest().PaxRaw('x', "path=a\n"u8.ToArray()).File("ok").Gz(),
            D.PaxInvalid
        );
        yield return (
            "pax without equals sign",
            LyingTar.WithManifest().PaxRaw('x', "8 pathx\n"u8.ToArray()).File("ok").Gz(),
            D.PaxInvalid
        );
        yield return (
            "pax without line feed",
            LyingTar.WithManifest().PaxRaw('x', "9 path=ab"u8.ToArray()).File("ok").Gz(),
            D.PaxInvalid
        );
        yield return ("pax without an entry", LyingTar.WithManifest().Pax(("path", "a")).Gz(), D.PaxInvalid);
        yield return (
            "pax after pax",
            LyingTar.WithManifest().Pax(("path", "a")).Pax(("path", "b")).File("ok").Gz(),
            D.PaxInvalid
        );
        yield return (
            "pax after a long name",
            LyingTar.WithManifest().LongName("a\0"u8.ToArray()).Pax(("path", "b")).File("ok").Gz(),
            D.PaxInvalid
        );
        yield return (
            "pax header too large",
            LyingTar.WithManifest().Pax(("comment", new string('c', 70_000))).File("ok").Gz(),
            D.PaxTooLarge
        );
        yield return (
            "pax header of eight gigabytes",
            LyingTar.WithManifest().Header("p"u8.ToArray(), 'x', (8L << 30) - 1).Gz(),
            D.PaxTooLarge
        );
        yield return (
            "global pax path",
            LyingTar.WithManifest().PaxGlobal(("path", "a")).File("ok").Gz(),
            D.PaxGlobalRefused
        );
        yield return (
            "global pax size",
            LyingTar.WithManifest().PaxGlobal(("comment", "c"), ("size", "1")).File("ok").Gz(),
            D.PaxGlobalRefused
        );
        yield return (
            "long name traversal",
            LyingTar.WithManifest().LongName("../up\0"u8.ToArray()).File("ok").Gz(),
            D.PathTraversal
        );
        yield return (
            "long name without NUL",
            LyingTar.WithManifest().LongName("abc"u8.ToArray()).File("ok").Gz(),
            D.LongNameInvalid
        );
        yield return ("long name empty", LyingTar.WithManifest().LongName([0]).File("ok").Gz(), D.LongNameInvalid);
        yield return (
            "long name after pax",
            LyingTar.WithManifest().Pax(("path", "b")).LongName("a\0"u8.ToArray()).File("ok").Gz(),
            D.LongNameInvalid
        );
        yield return (
            "long name too large",
            LyingTar.WithManifest().Header("L"u8.ToArray(), 'L', 1 << 30).Gz(),
            D.PaxTooLarge
        );
    }

    private static IEnumerable<(string Name, byte[] Archive, DiagnosticDescriptor Code)> Framing()
    {
        yield return ("empty file", [], D.ArchiveTruncated);
        yield return ("not gzip", Encoding.ASCII.GetBytes("PK\u0003\u0004 this is a zip file"), D.GzipHeaderInvalid);
        yield return ("bare tar", LyingTar.WithManifest().Tar(), D.GzipHeaderInvalid);
        yield return ("other compression method", With(Good, 2, 7), D.GzipHeaderInvalid);
        yield return ("reserved gzip flags", With(Good, 3, 0x80), D.GzipHeaderInvalid);
        yield return (
            "gzip header checksum",
            [.. Good[..3], 2, .. Good[4..10], 0, 0, .. Good[10..]],
            D.GzipHeaderInvalid
        );
        yield return (
            "gzip name without end",
            [.. Good[..3], 8, .. Good[4..10], .. Encoding.ASCII.GetBytes(new string('n', 5000))],
            D.GzipHeaderInvalid
        );
        yield return ("deflate block of the reserved type", [.. Good[..10], 0x07, .. Good[11..]], D.GzipDataInvalid);
        yield return (
            "stored block with a wrong length",
            [.. Good[..10], 0x01, 5, 0, 0, 0, 1, 2, 3, 4, 5],
            D.GzipDataInvalid
        );
        yield return ("wrong CRC", With(Good, Good.Length - 8, (byte)(Good[^8] ^ 1)), D.GzipChecksumWrong);
        yield return ("wrong length", With(Good, Good.Length - 1, (byte)(Good[^1] ^ 1)), D.GzipLengthWrong);
        yield return ("trailer cut off", Good[..^1], D.ArchiveTruncated);
        yield return ("data cut off", Good[..^20], D.ArchiveTruncated);
        yield return ("header cut off", Good[..5], D.ArchiveTruncated);
        yield return ("one byte after gzip", [.. Good, 0], D.DataAfterGzip);
        yield return ("text after gzip", [.. Good, .. "appended"u8], D.DataAfterGzip);
        yield return (
            "second gzip member",
            [.. Good, .. LyingTar.Compress(new LyingTar().File("b").Tar())],
            D.SeveralGzipMembers
        );
        yield return (
            "archive in two members",
            [.. LyingTar.Compress(LyingTar.WithManifest().Unfinished()), .. LyingTar.Compress(new byte[1024])],
            D.SeveralGzipMembers
        );
        yield return ("empty second member", [.. Good, .. LyingTar.Compress([0])], D.SeveralGzipMembers);
        yield return ("decompression bomb", Bomb(), D.RatioTooHigh);
    }

    private static IEnumerable<(string Name, byte[] Archive, DiagnosticDescriptor Code)> Missing()
    {
        yield return ("no manifest", new LyingTar().File("README.md").Gz(), D.ManifestMissing);
        yield return ("manifest in a folder", new LyingTar().File("package/plugin.yaml").Gz(), D.ManifestMissing);
        yield return ("manifest in other case", new LyingTar().File("Plugin.yaml").Gz(), D.ManifestMissing);
        yield return ("manifest is a folder", new LyingTar().Directory("plugin.yaml/").Gz(), D.ManifestMissing);
        yield return ("nothing at all", new LyingTar().Gz(), D.ManifestMissing);
        yield return (
            "manifest too large",
            new LyingTar().File("plugin.yaml", Noise((1 << 20) + 1)).Gz(),
            D.DocumentTooLarge
        );
    }

    private static byte[] Bomb()
    {
        var tar = LyingTar.WithManifest();
        for (var i = 0; i < 4; i++)
        {
            tar.File($"zeros{i}", new byte[4 << 20]);
        }

        return tar.Gz();
    }

    internal static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Compressed(byte[] tar) => LyingTar.Compress(tar);

    private static byte[] Spoiled(Action<byte[]>? before = null, Action<byte[]>? after = null) =>
        LyingTar.WithManifest().Header("a"u8.ToArray(), '0', 0, before: before, after: after).Gz();

    private static byte[] Prefixed(string prefix) =>
        LyingTar
            .WithManifest()
            .Header("up"u8.ToArray(), '0', 0, before: b => Encoding.ASCII.GetBytes(prefix).CopyTo(b, 345))
            .Gz();

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        var copy = bytes.ToArray();
        copy[at] = value;
        return copy;
    }

    private static string Show(string text) =>
        string.Concat(text.Length > 40 ? text[..40] : text)
            .Aggregate("", (all, c) => all + (c is > ' ' and < '\u007f' ? c.ToString() : $"<{(int)c:x}>"));
}
