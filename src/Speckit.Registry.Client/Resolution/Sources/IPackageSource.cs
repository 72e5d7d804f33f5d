using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Contracts;

namespace Speckit.Registry.Client.Resolution.Sources;

/// <summary>Knows which versions of a plugin there are.</summary>
public interface IPackageSource
{
    /// <summary>Looks a plugin up. That nobody has it is no failure but an empty listing; a failure stops the resolution, if it turns
    /// out to need this plugin.</summary>
    /// <param name="query">Which plugin, and who may be asked. Several are looked up at once.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<Result<PackageListing>> FindAsync(PackageQuery query, CancellationToken cancellationToken);
}

/// <summary>Which plugin is looked up, and who may be asked.</summary>
/// <param name="Name">The plugin.</param>
public sealed record PackageQuery(PluginName Name)
{
    /// <summary>The name of the one registry that may be asked; null for any.</summary>
    public string? Registry { get; init; }

    /// <summary>Where the installed version came from: that registry alone is asked, unless <see cref="Registry"/> names another.</summary>
    public Uri? Origin { get; init; }

    /// <summary>Whether nothing but the cache may be asked.</summary>
    public bool Offline { get; init; }
}

/// <summary>The versions of a plugin.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Registry">Who has it; null when nobody does.</param>
/// <param name="Versions">Its versions, in ascending order.</param>
public sealed record PackageListing(
    PluginName Name,
    RegistryEndpoint? Registry,
    ImmutableArray<PackageVersion> Versions
)
{
    /// <summary>How old the data is, when it is from the cache because the registry was not asked; null when it is current.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Why the registry could not be asked, as a sentence; null when it was, or was not to be.</summary>
    public string? WhyNotAsked { get; init; }

    /// <summary>What to tell besides.</summary>
    public ImmutableArray<Diagnostic> Warnings { get; init; } = [];

    /// <summary>Where it was looked for in vain, as the end of a sentence: "no registry (asked: x, y)".</summary>
    public string Searched { get; init; } = "no registry";

    /// <summary>The listing of the lines of a registry's index.</summary>
    /// <param name="name">The plugin.</param>
    /// <param name="registry">The registry.</param>
    /// <param name="entries">The lines, in any order. Those whose version cannot be read are left out.</param>
    public static PackageListing Of(PluginName name, RegistryEndpoint registry, IEnumerable<IndexEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var versions = new List<PackageVersion>();
        foreach (var entry in entries)
        {
            if (SemanticVersion.TryParse(entry.Version, out var version))
            {
                versions.Add(new PackageVersion(version, entry));
            }
        }

        // Versions that differ in build metadata alone have one precedence: their text decides, so that every run chooses alike.
        versions.Sort(
            static (left, right) =>
                left.Version.CompareTo(right.Version) is var order and not 0
                    ? order
                    : string.CompareOrdinal(left.Entry.Version, right.Entry.Version)
        );
        return new(name, registry, [.. versions]);
    }
}

/// <summary>One version of a plugin in a registry.</summary>
/// <param name="Version">The version.</param>
/// <param name="Entry">Its line of the index.</param>
public sealed record PackageVersion(SemanticVersion Version, IndexEntry Entry);
