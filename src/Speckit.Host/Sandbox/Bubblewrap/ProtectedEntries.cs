using System.Collections.Immutable;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Host.Services.Files;

namespace Speckit.Host.Sandbox.Bubblewrap;

/// <summary>What stays read-only in a project that a plugin writes.</summary>
/// <param name="ReadOnly">Files and folders that are there.</param>
/// <param name="Missing">Names at the root that must not come to be.</param>
/// <param name="Links">Names at the root that are links: they cannot be covered.</param>
/// <param name="RealPackage">Where the plugin's package really is.</param>
internal sealed record ProtectedEntries(
    ImmutableArray<string> ReadOnly,
    ImmutableArray<string> Missing,
    ImmutableArray<string> Links,
    string RealPackage
)
{
    /// <summary>Looks at the project as it is now.</summary>
    internal static ProtectedEntries Find(SandboxProfile profile)
    {
        var folder = new DirectoryInfo(profile.PackageDirectory);
        var package = folder.LinkTarget is null
            ? folder.FullName
            : folder.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (profile.Project != ProjectAccess.Write)
        {
            return new ProtectedEntries([], [], [], package);
        }

        var present = ImmutableArray.CreateBuilder<string>();
        var missing = ImmutableArray.CreateBuilder<string>();
        var links = ImmutableArray.CreateBuilder<string>();
        foreach (var name in ProtectedPaths.ReadOnlyRoots.Order(StringComparer.Ordinal))
        {
            var path = Path.Combine(profile.ProjectRoot, name);
            if (new FileInfo(path).LinkTarget is not null)
            {
                links.Add(path);
            }
            else if (Path.Exists(path))
            {
                present.Add(path);
            }
            else
            {
                missing.Add(path);
            }
        }

        return new ProtectedEntries(present.ToImmutable(), missing.ToImmutable(), links.ToImmutable(), package);
    }
}
