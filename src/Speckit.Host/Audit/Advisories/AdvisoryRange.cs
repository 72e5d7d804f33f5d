using System.Collections.Immutable;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Audit.Advisories;

/// <summary>A range of versions as OSV tells it: by what happened in which version.</summary>
/// <param name="Events">What happened, in the order of the versions.</param>
public sealed record AdvisoryRange(ImmutableArray<AdvisoryEvent> Events)
{
    /// <summary>A range of those events, in whatever order they were written.</summary>
    public static AdvisoryRange Of(IEnumerable<AdvisoryEvent> events) =>
        new([.. events.OrderBy(e => e.Version, Comparer<SemanticVersion?>.Default).ThenBy(e => e.Kind)]);

    /// <summary>Whether a version is in it (OSV schema, "Evaluation").</summary>
    public bool Contains(SemanticVersion version)
    {
        var isAffected = false;
        foreach (var happened in Events)
        {
            isAffected = happened.Kind switch
            {
                AdvisoryEventKind.Introduced => isAffected || IsAtLeast(version, happened.Version),
                AdvisoryEventKind.Fixed => isAffected && !IsAtLeast(version, happened.Version),
                AdvisoryEventKind.LastAffected => isAffected && version <= happened.Version!,
                _ => isAffected,
            };
        }

        var limits = Events.Where(e => e.Kind == AdvisoryEventKind.Limit).ToList();
        return isAffected && (limits.Count == 0 || limits.Exists(l => l.Version is null || version < l.Version));
    }

    private static bool IsAtLeast(SemanticVersion version, SemanticVersion? least) => least is null || version >= least;
}

/// <summary>Something that happened in a version.</summary>
/// <param name="Kind">What.</param>
/// <param name="Version">Where; null stands for before the first version when introduced, and for after the last in a limit.</param>
public sealed record AdvisoryEvent(AdvisoryEventKind Kind, SemanticVersion? Version);

/// <summary>What happened in a version. Of one version, in this order.</summary>
public enum AdvisoryEventKind
{
    /// <summary>From here on it is fixed.</summary>
    Fixed,

    /// <summary>From here on it is there.</summary>
    Introduced,

    /// <summary>The last version that has it.</summary>
    LastAffected,

    /// <summary>The range ends before here.</summary>
    Limit,
}
