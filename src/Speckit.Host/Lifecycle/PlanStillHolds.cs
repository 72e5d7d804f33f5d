using System.Collections.Immutable;
using Speckit.Host.Locking;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Lifecycle;

/// <summary>A plan is made, fetched and consented to without the project's write lock. Before it is carried out, with the lock held, this says
/// whether it still fits what other commands did in the meantime: what it replaces, what it relies on, and what relies on it.</summary>
internal static class PlanStillHolds
{
    /// <summary>Why the plan does not fit, or null: <c>SPK5026</c> where another command is the reason, and another plan may fit.</summary>
    internal static Diagnostic? Check(ImmutableArray<Placement> placements, LockFile planned, LockFile now)
    {
        var coming = placements.ToDictionary(p => p.Name, p => p.Package.Manifest.Version);
        foreach (var placement in placements)
        {
            if (FindReplaced(placement, planned, now) is { } replaced)
            {
                return Changed(replaced);
            }

            if (FindUnfit(placement, coming, now) is { } unfit)
            {
                return unfit == FindUnfit(placement, coming, planned)
                    ? HostDiagnostics.Incompatible.Error(unfit, "install what fits first, or remove what does not")
                    : Changed(unfit);
            }
        }

        return null;
    }

    private static Diagnostic Changed(string how) =>
        HostDiagnostics.ProjectChanged.Error(
            $"another command changed the project meanwhile: {how}",
            "nothing was changed by this one; run it again"
        );

    /// <summary>What is there already, and is only restored, fits as well as it did.</summary>
    private static string? FindUnfit(
        Placement placement,
        Dictionary<PluginName, SemanticVersion> coming,
        LockFile lockFile
    ) =>
        lockFile.Plugins.GetValueOrDefault(placement.Name)?.Tree == placement.Package.Tree
            ? null
            : FindMissing(placement, coming, lockFile) ?? FindDependent(placement, coming, lockFile);

    private static string? FindReplaced(Placement placement, LockFile planned, LockFile now)
    {
        var name = placement.Name;
        var (before, after) = (planned.Plugins.GetValueOrDefault(name), now.Plugins.GetValueOrDefault(name));
        return before?.Tree == after?.Tree && before?.KeyId == after?.KeyId ? null
            : after is not null && after.Tree == placement.Package.Tree ? null
            : after is null ? $"{name} was removed"
            : $"{name} {after.Version} was installed";
    }

    private static string? FindMissing(
        Placement placement,
        Dictionary<PluginName, SemanticVersion> coming,
        LockFile now
    )
    {
        foreach (var needed in placement.Package.Manifest.Requires.Plugins.Where(d => !d.Optional))
        {
            var version = coming.GetValueOrDefault(needed.Name) ?? now.Plugins.GetValueOrDefault(needed.Name)?.Version;
            if (version is null || !needed.Range.Contains(version))
            {
                return $"{placement.Name} needs {needed.Name} {needed.Range}, which is {(version is null ? "gone" : $"{version} now")}";
            }
        }

        return null;
    }

    private static string? FindDependent(
        Placement placement,
        Dictionary<PluginName, SemanticVersion> coming,
        LockFile now
    )
    {
        var version = placement.Package.Manifest.Version;
        foreach (var (name, text) in now.NeedsOf(placement.Name))
        {
            if (!coming.ContainsKey(name) && VersionRange.TryParse(text, out var range) && !range.Contains(version))
            {
                return $"{name} {now.Plugins[name].Version} needs {placement.Name} {text}";
            }
        }

        return null;
    }
}
