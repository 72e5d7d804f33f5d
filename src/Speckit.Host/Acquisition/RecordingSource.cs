using System.Collections.Concurrent;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Registry.Client.Resolution.Sources;

namespace Speckit.Host.Acquisition;

/// <summary>Remembers what registries said while versions were chosen, so that nobody has to be asked twice.</summary>
internal sealed class RecordingSource(IPackageSource source) : IPackageSource
{
    private readonly ConcurrentDictionary<PluginName, PackageListing> _listings = new();

    /// <summary>What was said of a plugin, or null when nobody was asked or knew.</summary>
    internal PackageListing? Find(PluginName name) => _listings.GetValueOrDefault(name);

    /// <inheritdoc/>
    public async Task<Result<PackageListing>> FindAsync(PackageQuery query, CancellationToken cancellationToken)
    {
        var found = await source.FindAsync(query, cancellationToken);
        if (found.TryGet(out var listing))
        {
            _listings[query.Name] = listing;
        }

        return found;
    }
}
