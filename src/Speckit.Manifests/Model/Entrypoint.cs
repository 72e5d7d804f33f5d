using Speckit.Manifests.Diagnostics;

namespace Speckit.Manifests.Model;

/// <summary>Where a provision's code is: <c>path[:member]</c>.</summary>
/// <param name="Path">The file inside the package, with forward slashes.</param>
/// <param name="Member">The type, function or class in it, or null.</param>
/// <param name="Location">Where the manifest says so.</param>
public sealed record Entrypoint(string Path, string? Member, SourceLocation? Location = null)
{
    /// <inheritdoc/>
    public override string ToString() => Member is null ? Path : $"{Path}:{Member}";
}
