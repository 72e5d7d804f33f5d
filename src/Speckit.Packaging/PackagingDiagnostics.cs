using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging;

/// <summary>The problems packages, their sources and their files may have (SPK20xx). Codes are never reused.</summary>
public static class PackagingDiagnostics
{
    /// <summary>The archive has more bytes than the limit allows.</summary>
    public static DiagnosticDescriptor ArchiveTooLarge { get; } = Bad("SPK2001", "Archive too large");

    /// <summary>The file does not start as a gzip member does (RFC 1952).</summary>
    public static DiagnosticDescriptor GzipHeaderInvalid { get; } = Bad("SPK2002", "Not a gzip file");

    /// <summary>The compressed data is no deflate stream (RFC 1951).</summary>
    public static DiagnosticDescriptor GzipDataInvalid { get; } = Bad("SPK2003", "Compressed data damaged");

    /// <summary>The CRC-32 does not fit the data.</summary>
    public static DiagnosticDescriptor GzipChecksumWrong { get; } = Bad("SPK2004", "Checksum wrong");

    /// <summary>The length in the gzip trailer does not fit the data.</summary>
    public static DiagnosticDescriptor GzipLengthWrong { get; } = Bad("SPK2005", "Length wrong");

    /// <summary>The archive ends before its end.</summary>
    public static DiagnosticDescriptor ArchiveTruncated { get; } = Bad("SPK2006", "Archive truncated");

    /// <summary>Bytes follow the gzip member.</summary>
    public static DiagnosticDescriptor DataAfterGzip { get; } = Bad("SPK2007", "Data after the compressed stream");

    /// <summary>A second gzip member follows the first: tools disagree about its meaning.</summary>
    public static DiagnosticDescriptor SeveralGzipMembers { get; } = Bad("SPK2008", "Several gzip members");

    /// <summary>Something other than zeros follows the end of the tar archive.</summary>
    public static DiagnosticDescriptor DataAfterTar { get; } = Bad("SPK2009", "Data after the end of the archive");

    /// <summary>More entries and folders than the limit allows.</summary>
    public static DiagnosticDescriptor TooManyEntries { get; } = Bad("SPK2010", "Too many entries");

    /// <summary>A file is larger than the limit allows.</summary>
    public static DiagnosticDescriptor MemberTooLarge { get; } = Bad("SPK2011", "File too large");

    /// <summary>All files together are larger than the limit allows.</summary>
    public static DiagnosticDescriptor ExtractedTooLarge { get; } = Bad("SPK2012", "Contents too large");

    /// <summary>The contents are out of proportion to the archive: a decompression bomb.</summary>
    public static DiagnosticDescriptor RatioTooHigh { get; } = Bad("SPK2013", "Compression ratio too high");

    /// <summary>plugin.yaml, README.md or CHANGELOG.md is larger than the limit allows.</summary>
    public static DiagnosticDescriptor DocumentTooLarge { get; } = Bad("SPK2014", "Document too large");

    /// <summary>A tar header has a field that cannot be read, or is of an unknown format.</summary>
    public static DiagnosticDescriptor TarHeaderInvalid { get; } = Bad("SPK2015", "Tar header invalid");

    /// <summary>A tar header's checksum does not fit it.</summary>
    public static DiagnosticDescriptor TarChecksumWrong { get; } = Bad("SPK2016", "Tar header damaged");

    /// <summary>A pax header cannot be read, or stands where it may not.</summary>
    public static DiagnosticDescriptor PaxInvalid { get; } = Bad("SPK2017", "Pax header invalid");

    /// <summary>A pax header or long name is larger than the limit allows.</summary>
    public static DiagnosticDescriptor PaxTooLarge { get; } = Bad("SPK2018", "Extended header too large");

    /// <summary>A pax header has a key that changes what an entry is.</summary>
    public static DiagnosticDescriptor PaxKeyRefused { get; } = Bad("SPK2019", "Pax key refused");

    /// <summary>A global pax header says more than a comment.</summary>
    public static DiagnosticDescriptor PaxGlobalRefused { get; } = Bad("SPK2020", "Global pax header refused");

    /// <summary>A GNU long name cannot be read, or stands where it may not.</summary>
    public static DiagnosticDescriptor LongNameInvalid { get; } = Bad("SPK2021", "Long name invalid");

    /// <summary>An entry is a symbolic link.</summary>
    public static DiagnosticDescriptor SymbolicLinkRefused { get; } = Bad("SPK2022", "Symbolic link refused");

    /// <summary>An entry is a hard link.</summary>
    public static DiagnosticDescriptor HardLinkRefused { get; } = Bad("SPK2023", "Hard link refused");

    /// <summary>An entry is a device or a named pipe.</summary>
    public static DiagnosticDescriptor DeviceRefused { get; } = Bad("SPK2024", "Device refused");

    /// <summary>An entry is of a kind that packages do not have.</summary>
    public static DiagnosticDescriptor EntryKindRefused { get; } = Bad("SPK2025", "Entry kind refused");

    /// <summary>An entry has a setuid, setgid or sticky bit.</summary>
    public static DiagnosticDescriptor SpecialModeRefused { get; } = Bad("SPK2026", "Special mode bits refused");

    /// <summary>A folder's entry has content.</summary>
    public static DiagnosticDescriptor DirectoryWithContent { get; } = Bad("SPK2027", "Folder with content");

    /// <summary>A path starts at the root.</summary>
    public static DiagnosticDescriptor PathAbsolute { get; } = Bad("SPK2030", "Absolute path");

    /// <summary>A path has a '..' component.</summary>
    public static DiagnosticDescriptor PathTraversal { get; } = Bad("SPK2031", "Path leaves the package");

    /// <summary>A path is empty or has an empty or '.' component.</summary>
    public static DiagnosticDescriptor PathNotCanonical { get; } = Bad("SPK2032", "Path not canonical");

    /// <summary>A path has a backslash, which Windows takes for a separator.</summary>
    public static DiagnosticDescriptor PathBackslash { get; } = Bad("SPK2033", "Backslash in path");

    /// <summary>A path has a colon: a drive letter or an alternate data stream on Windows.</summary>
    public static DiagnosticDescriptor PathColon { get; } = Bad("SPK2034", "Colon in path");

    /// <summary>A component is a device on Windows.</summary>
    public static DiagnosticDescriptor PathReservedName { get; } = Bad("SPK2035", "Windows-reserved name");

    /// <summary>A path has a character that Windows does not allow.</summary>
    public static DiagnosticDescriptor PathReservedCharacter { get; } = Bad("SPK2036", "Windows-reserved character");

    /// <summary>A component ends with a dot or a space, which Windows drops.</summary>
    public static DiagnosticDescriptor PathTrailingDotOrSpace { get; } = Bad("SPK2037", "Trailing dot or space");

    /// <summary>A path has a control character.</summary>
    public static DiagnosticDescriptor PathControlCharacter { get; } = Bad("SPK2038", "Control character in path");

    /// <summary>A path has a bidirectional override or another invisible formatting character.</summary>
    public static DiagnosticDescriptor PathInvisibleCharacter { get; } = Bad("SPK2039", "Invisible character in path");

    /// <summary>A path has a character without an assigned meaning, whose equals on other systems are unknown.</summary>
    public static DiagnosticDescriptor PathUnassignedCharacter { get; } =
        Bad("SPK2040", "Unassigned character in path");

    /// <summary>A component is .git, or a name that some file system takes for it.</summary>
    public static DiagnosticDescriptor PathGit { get; } = Bad("SPK2041", "Git's folder refused");

    /// <summary>A path is not UTF-8.</summary>
    public static DiagnosticDescriptor PathNotUtf8 { get; } = Bad("SPK2042", "Path not UTF-8");

    /// <summary>A path or a component is longer than the limit allows.</summary>
    public static DiagnosticDescriptor PathTooLong { get; } = Bad("SPK2043", "Path too long");

    /// <summary>A path has more components than the limit allows.</summary>
    public static DiagnosticDescriptor PathTooDeep { get; } = Bad("SPK2044", "Path too deep");

    /// <summary>Two entries have the same path.</summary>
    public static DiagnosticDescriptor PathDuplicate { get; } = Bad("SPK2045", "Duplicate entry");

    /// <summary>Two names are equal under case folding or Unicode normalisation.</summary>
    public static DiagnosticDescriptor PathCollision { get; } = Bad("SPK2046", "Colliding names");

    /// <summary>A path is a file in one entry and a folder in another.</summary>
    public static DiagnosticDescriptor FileUsedAsFolder { get; } = Bad("SPK2047", "File used as folder");

    /// <summary>config.yaml at the root is reserved for the user's configuration.</summary>
    public static DiagnosticDescriptor ConfigurationReserved { get; } = Bad("SPK2048", "Reserved file");

    /// <summary>plugin.yaml is not at the package's root.</summary>
    public static DiagnosticDescriptor ManifestMissing { get; } = Bad("SPK2050", "Manifest missing");

    /// <summary>The archive's bytes are not those that were locked, signed or announced.</summary>
    public static DiagnosticDescriptor ArchiveDigestMismatch { get; } =
        new("SPK2051", FailureKind.Refused, "Archive digest mismatch");

    /// <summary>The folder to extract to is not an empty, plain folder.</summary>
    public static DiagnosticDescriptor TargetNotEmpty { get; } = Bad("SPK2052", "Target not empty");

    /// <summary>Something else wrote into the folder while it was being filled.</summary>
    public static DiagnosticDescriptor TargetChanged { get; } = Bad("SPK2053", "Target changed");

    /// <summary>The folder to pack does not exist.</summary>
    public static DiagnosticDescriptor SourceMissing { get; } = Bad("SPK2060", "Source missing");

    /// <summary>A symbolic link is among the files to pack.</summary>
    public static DiagnosticDescriptor SourceLinkRefused { get; } = Bad("SPK2061", "Symbolic link refused");

    /// <summary>A file changed while it was being packed.</summary>
    public static DiagnosticDescriptor SourceChanged { get; } = Bad("SPK2062", "Source changed");

    /// <summary>A file to pack is a private key.</summary>
    public static DiagnosticDescriptor PrivateKeyRefused { get; } = Bad("SPK2063", "Private key refused");

    /// <summary>A file that looks like a secret is not packed.</summary>
    public static DiagnosticDescriptor SecretLeftOut { get; } = Bad("SPK2064", "Secret left out");

    /// <summary>A line of .specifyignore cannot be read.</summary>
    public static DiagnosticDescriptor IgnoreRuleInvalid { get; } = Bad("SPK2065", "Ignore rule invalid");

    /// <summary>A file does not exist.</summary>
    public static DiagnosticDescriptor FileMissing { get; } = Bad("SPK2070", "File missing");

    /// <summary>A path is a symbolic link where a file is expected.</summary>
    public static DiagnosticDescriptor FileIsLink { get; } = Bad("SPK2071", "Link instead of a file");

    /// <summary>A path is a folder, device, pipe or socket where a file is expected.</summary>
    public static DiagnosticDescriptor FileNotPlain { get; } = Bad("SPK2072", "Not a plain file");

    /// <summary>A file that must not be overwritten is there.</summary>
    public static DiagnosticDescriptor FileExists { get; } = Bad("SPK2073", "File exists");

    /// <summary>A line of a registry's index is not an index entry.</summary>
    public static DiagnosticDescriptor IndexLineInvalid { get; } = Failed("SPK2090", "Index line invalid");

    private static DiagnosticDescriptor Bad(string code, string title) => new(code, FailureKind.BadInput, title);

    private static DiagnosticDescriptor Failed(string code, string title) => new(code, FailureKind.Failed, title);
}
