using System.Collections.Immutable;

namespace Speckit.Manifests.Model;

/// <summary>A rule that code or dependencies must keep (OSpec: "Custom Security Rules").</summary>
/// <param name="Id">Its name, unique in the plugin.</param>
/// <param name="Description">What it asks for.</param>
/// <param name="Kind">What it looks at.</param>
/// <param name="Severity">How much a breach weighs.</param>
public sealed record GuardrailRule(string Id, string Description, GuardrailKind Kind, GuardrailSeverity Severity)
{
    /// <summary>What code is looked for and what must stand with it; any of them (<see cref="GuardrailKind.CodeAnalysis"/>).</summary>
    public ImmutableArray<GuardrailTrigger> Triggers { get; init; } = [];

    /// <summary>The only packages allowed; null when all but the blocked are (<see cref="GuardrailKind.DependencyCheck"/>).</summary>
    public ImmutableArray<string>? AllowedPackages { get; init; }

    /// <summary>Packages that are not allowed (<see cref="GuardrailKind.DependencyCheck"/>).</summary>
    public ImmutableArray<string> BlockedPackages { get; init; } = [];

    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}

/// <summary>Code that a rule is about.</summary>
/// <param name="Pattern">A regular expression that finds it.</param>
/// <param name="Requires">A regular expression of what must stand with it; null when it must not be there at all.</param>
/// <param name="Context">Where it counts, such as <c>assignment</c>; null for anywhere.</param>
public sealed record GuardrailTrigger(string Pattern, string? Requires, string? Context);

/// <summary>What a rule or a metric looks at.</summary>
public enum GuardrailKind
{
    /// <summary>Source code.</summary>
    CodeAnalysis,

    /// <summary>The project's dependencies.</summary>
    DependencyCheck,

    /// <summary>Documentation.</summary>
    Documentation,

    /// <summary>What a build makes.</summary>
    BuildAnalysis,
}

/// <summary>How much a breach weighs (decisions, 23).</summary>
public enum GuardrailSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Worth mending.</summary>
    Warning,

    /// <summary>To be mended.</summary>
    Error,

    /// <summary>To be mended first; no environment makes less than an error of it.</summary>
    Critical,
}

/// <summary>What an environment makes of breaches (decisions, 23).</summary>
public enum EnforcementLevel
{
    /// <summary>They are told.</summary>
    Warn,

    /// <summary>They fail the check.</summary>
    Error,

    /// <summary>They stop what was going on.</summary>
    Block,
}

/// <summary>What holds for all rules and metrics of a plugin.</summary>
/// <param name="Environments">What each environment makes of breaches.</param>
/// <param name="CiSystems">The build systems it was made for.</param>
/// <param name="Editors">The editors it was made for.</param>
public sealed record GuardrailSettings(
    ImmutableSortedDictionary<string, EnforcementLevel> Environments,
    ImmutableArray<string> CiSystems,
    ImmutableArray<string> Editors
);
