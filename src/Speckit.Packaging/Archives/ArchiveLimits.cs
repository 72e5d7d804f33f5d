using System.Runtime.CompilerServices;

namespace Speckit.Packaging.Archives;

/// <summary>How much of an archive is taken (formats, "Package"). Each limit can be lowered, none raised.</summary>
public sealed record ArchiveLimits
{
    /// <summary>Below this many bytes of contents the ratio does not matter: small files that repeat themselves are no bomb.</summary>
    internal const long RatioFloor = 1 << 20;

    /// <summary>The limits of the format.</summary>
    public static ArchiveLimits Default { get; } = new();

    /// <summary>The most bytes of an archive: 50 MiB.</summary>
    public long MaxArchiveBytes
    {
        get;
        init => field = Lower(value, 50L << 20);
    } = 50L << 20;

    /// <summary>The most bytes of all files together, with the tar's own: 256 MiB.</summary>
    public long MaxExtractedBytes
    {
        get;
        init => field = Lower(value, 256L << 20);
    } = 256L << 20;

    /// <summary>The most entries, and the most files and folders together: 10,000.</summary>
    public int MaxEntries
    {
        get;
        init => field = (int)Lower(value, 10_000);
    } = 10_000;

    /// <summary>The most bytes of a file: 16 MiB.</summary>
    public long MaxMemberBytes
    {
        get;
        init => field = Lower(value, 16L << 20);
    } = 16L << 20;

    /// <summary>How many times larger than the archive its contents may be, once they exceed 1 MiB: 100.</summary>
    public int MaxRatio
    {
        get;
        init => field = (int)Lower(value, 100);
    } = 100;

    /// <summary>The most bytes of plugin.yaml, README.md and CHANGELOG.md, which are kept in memory: 1 MiB each.</summary>
    public int MaxDocumentBytes
    {
        get;
        init => field = (int)Lower(value, 1 << 20);
    } = 1 << 20;

    /// <summary>The most bytes of a pax header: 64 KiB.</summary>
    public int MaxPaxBytes
    {
        get;
        init => field = (int)Lower(value, 64 << 10);
    } = 64 << 10;

    /// <summary>The most bytes of a path: 1,024.</summary>
    public int MaxPathBytes
    {
        get;
        init => field = (int)Lower(value, 1024);
    } = 1024;

    /// <summary>The most components of a path: 32.</summary>
    public int MaxDepth
    {
        get;
        init => field = (int)Lower(value, 32);
    } = 32;

    private static long Lower(long value, long ceiling, [CallerMemberName] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, ceiling, name);
        return value;
    }
}
