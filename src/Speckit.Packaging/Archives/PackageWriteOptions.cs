using System.Collections.Immutable;
using Speckit.Packaging.Digests;

namespace Speckit.Packaging.Archives;

/// <summary>How a package is written.</summary>
public sealed record PackageWriteOptions
{
    /// <summary>The time of every entry in seconds since 1970: the value of SOURCE_DATE_EPOCH, or 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or more than eleven octal digits.</exception>
    public long SourceDateEpoch
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, (1L << 33) - 1);
            field = value;
        }
    }

    /// <summary>The limits that the package must keep.</summary>
    public ArchiveLimits Limits { get; init; } = ArchiveLimits.Default;

    /// <summary>Paths that are executable besides those whose file is: on Windows, files have no such bit.</summary>
    public IReadOnlySet<string> Executables { get; init; } = ImmutableHashSet<string>.Empty;
}

/// <summary>A package that was written.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="ArchiveDigest">The digest of its bytes.</param>
/// <param name="TreeDigest">The digest that the extracted folder will have.</param>
/// <param name="Entries">Its files, sorted by path.</param>
/// <param name="ManifestYaml">The bytes of its plugin.yaml.</param>
public sealed record WrittenPackage(
    string Path,
    long Size,
    Sha256Digest ArchiveDigest,
    Sha256Digest TreeDigest,
    ImmutableArray<TreeEntry> Entries,
    ReadOnlyMemory<byte> ManifestYaml
);
