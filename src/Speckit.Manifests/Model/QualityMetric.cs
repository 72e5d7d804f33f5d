using System.Collections.Immutable;

namespace Speckit.Manifests.Model;

/// <summary>A number that tells how good a project is (OSpec: "Quality Metrics Plugins"). Ratios are 0 to 1.</summary>
/// <param name="Name">Its name, unique in the plugin.</param>
/// <param name="Description">What it counts.</param>
/// <param name="Kind">What it looks at.</param>
public sealed record QualityMetric(string Name, string Description, GuardrailKind Kind)
{
    /// <summary>The ratio to aim for, or null.</summary>
    public double? Target { get; init; }

    /// <summary>The lowest ratio that passes, or null.</summary>
    public double? Threshold { get; init; }

    /// <summary>A regular expression that finds what is counted, or null.</summary>
    public string? Pattern { get; init; }

    /// <summary>A regular expression of what must stand with it, or null.</summary>
    public string? Requires { get; init; }

    /// <summary>The largest size of each kind of output, in bytes.</summary>
    public ImmutableSortedDictionary<string, long> Limits { get; init; } =
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}
