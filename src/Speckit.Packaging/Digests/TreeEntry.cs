namespace Speckit.Packaging.Digests;

/// <summary>One file of a package.</summary>
/// <param name="Path">Relative to the package's root, with forward slashes.</param>
/// <param name="Executable">Whether its mode is 0755, otherwise 0644.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Digest">Of its content.</param>
public sealed record TreeEntry(string Path, bool Executable, long Size, Sha256Digest Digest)
{
    /// <summary>The mode as the tree digest has it: <c>0644</c> or <c>0755</c>.</summary>
    public string Mode => Executable ? "0755" : "0644";
}

/// <summary>A file of an extracted package that is not as it should be.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">What happened to it.</param>
public sealed record TreeDifference(string Path, TreeDifferenceKind Kind);

/// <summary>What happened to a file.</summary>
public enum TreeDifferenceKind
{
    /// <summary>It is not part of the package.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Missing,

    /// <summary>Its content is another.</summary>
    Changed,

    /// <summary>Its content is right; its executable bit is not.</summary>
    ModeChanged,
}
