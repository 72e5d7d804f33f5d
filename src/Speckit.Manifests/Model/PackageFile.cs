using Speckit.Manifests.Diagnostics;

namespace Speckit.Manifests.Model;

/// <summary>A file or folder of the package that a manifest names.</summary>
/// <param name="Path">Its path inside the package, with forward slashes.</param>
/// <param name="Location">Where the manifest names it.</param>
public sealed record PackageFile(string Path, SourceLocation? Location = null)
{
    /// <inheritdoc/>
    public override string ToString() => Path;
}
