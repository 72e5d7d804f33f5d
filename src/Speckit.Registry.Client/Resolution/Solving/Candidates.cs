using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Registry.Client.Resolution.Solving;

/// <summary>What a version needs.</summary>
/// <param name="Items">The plugins it needs, and those it only limits.</param>
/// <param name="Problem">Why it may not be chosen after all, said like an <see cref="Exclusion.Reason"/>; null when it may.</param>
internal sealed record Dependencies(ImmutableArray<PluginDependency> Items, string? Problem = null);

/// <summary>Versions that may not be chosen for one reason.</summary>
/// <param name="Reason">As the end of a sentence that starts with the package and its versions: "was yanked".</param>
/// <param name="Hint">What can be done about it, or null.</param>
/// <param name="Places">Their places in the list of candidates.</param>
internal sealed record Exclusion(string Reason, string? Hint, ImmutableArray<int> Places);

/// <summary>All that the solver may know of a package.</summary>
/// <param name="Name">The package.</param>
/// <param name="Versions">Its versions, ascending.</param>
/// <param name="DependenciesOf">What the version at a place needs; asked only of versions that are about to be chosen.</param>
internal sealed record Candidates(
    PluginName Name,
    ImmutableArray<SemanticVersion> Versions,
    Func<int, Dependencies> DependenciesOf
)
{
    /// <summary>Who has the versions, or, when there are none, where they were looked for: "registry 'x'", "no registry".</summary>
    public string Source { get; init; } = "no registry";

    /// <summary>Whether the version at a place has the very same dependency as one of its neighbours.</summary>
    public required Func<int, PluginDependency, bool> Shares { get; init; }

    /// <summary>What may not be chosen.</summary>
    public ImmutableArray<Exclusion> Exclusions { get; init; } = [];

    /// <summary>Whether every range takes pre-releases of it as if they were releases.</summary>
    public bool IncludePrereleases { get; init; }

    /// <summary>The place of the installed version, or -1.</summary>
    public int Installed { get; init; } = -1;

    /// <summary>When it is decided, and what is tried first.</summary>
    public DecisionClass Class { get; init; } = DecisionClass.Dependency;

    /// <summary>The place of a version that is taken only when no other will do, or -1: an installed one that could not be installed
    /// anew.</summary>
    public int LastResort { get; init; } = -1;
}

/// <summary>When a package is decided. Earlier ones get what they prefer, later ones what is left.</summary>
internal enum DecisionClass
{
    /// <summary>Is to be changed: the highest version first.</summary>
    Updated,

    /// <summary>Is to be kept: the installed version first.</summary>
    Kept,

    /// <summary>Is to be added because somebody asked for it.</summary>
    Asked,

    /// <summary>Is there because another package needs it.</summary>
    Dependency,
}

/// <summary>What the project wants of a package.</summary>
/// <param name="Name">The package.</param>
/// <param name="Range">The versions that will do; null for any, pre-releases aside unless they are what is installed.</param>
/// <param name="Subject">The start of a sentence that the package and the range end: "your project requires".</param>
internal sealed record Wish(PluginName Name, VersionRange? Range, string Subject);
