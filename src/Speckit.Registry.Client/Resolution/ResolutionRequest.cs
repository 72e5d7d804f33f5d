using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Registry.Client.Resolution;

/// <summary>What is to be resolved.</summary>
public sealed record ResolutionRequest
{
    /// <summary>What was asked for: each plugin once.</summary>
    public ImmutableArray<RootRequirement> Roots { get; init; } = [];

    /// <summary>What is installed. It stays installed, in the same version as long as that is possible.</summary>
    public IReadOnlyDictionary<PluginName, InstalledPackage> Installed { get; init; } =
        ImmutableDictionary<PluginName, InstalledPackage>.Empty;

    /// <summary>An installed plugin that is not in <see cref="Installed"/>, or null. Of a thousand plugins most need nothing and are needed by
    /// nothing: they can be left out there, and count from the moment that something turns out to need or to limit them.</summary>
    public Func<PluginName, InstalledPackage?> FindInstalled { get; init; } = static _ => null;

    /// <summary>The installed plugins that shall get their highest version; all keys of <see cref="Installed"/> to update everything.
    /// Others change only where these, or <see cref="Roots"/>, would not be possible otherwise.</summary>
    public IReadOnlySet<PluginName> Unlock { get; init; } = ImmutableHashSet<PluginName>.Empty;

    /// <summary>What plugins run on.</summary>
    public required ResolutionEnvironment Environment { get; init; }

    /// <summary>Whether nothing but the cache may be asked.</summary>
    public bool Offline { get; init; }
}

/// <summary>A plugin that somebody wants.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Range">The versions that will do; null for any.</param>
public sealed record RootRequirement(PluginName Name, VersionRange? Range)
{
    /// <summary>Who wants it, as the start of a sentence that the name and the range end.</summary>
    public string Why { get; init; } = "your project requires";

    /// <summary>Whether pre-releases of it count like releases, for every plugin that needs it.</summary>
    public bool IncludePrereleases { get; init; }

    /// <summary>The name of the one registry that it may come from; null for any.</summary>
    public string? Registry { get; init; }
}

/// <summary>An installed plugin.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Requires">The plugins it needs, and those it only limits.</param>
/// <param name="Origin">The base URL of the registry that it is from; null when it was installed from a file or folder.</param>
public sealed record InstalledPackage(SemanticVersion Version, ImmutableArray<PluginDependency> Requires, Uri? Origin);

/// <summary>What plugins run on.</summary>
/// <param name="Speckit">The version of this program.</param>
/// <param name="Platform"><c>linux</c>, <c>macos</c> or <c>windows</c>, which an architecture may follow: <c>linux-x64</c>.</param>
/// <param name="Runtimes">The versions of what is installed besides.</param>
public sealed record ResolutionEnvironment(SemanticVersion Speckit, string Platform, IRuntimeVersions Runtimes);

/// <summary>Finds out which versions of language runtimes are installed.</summary>
public interface IRuntimeVersions
{
    /// <summary>The installed version, or null. Asked at most once in a resolution, and only if a plugin needs to know.</summary>
    /// <param name="runtime"><c>python</c>, <c>node</c> or <c>dotnet</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<SemanticVersion?> FindAsync(string runtime, CancellationToken cancellationToken);
}
