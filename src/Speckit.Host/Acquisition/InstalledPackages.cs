using System.Collections.Immutable;
using Speckit.Host.Installed;
using Speckit.Host.Locking;
using Speckit.Host.Projects;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Registry.Client.Resolution;

namespace Speckit.Host.Acquisition;

/// <summary>What is installed, as the resolver wants it. Plugins that need nothing, most of them, are looked at when something names them.</summary>
internal sealed class InstalledPackages
{
    private readonly ProjectLayout _project;
    private readonly ImmutableArray<RegistrySource> _registries;
    private readonly LockFile _lockFile;
    private readonly Dictionary<PluginName, ImmutableArray<PluginDependency>> _requires;

    internal InstalledPackages(ProjectLayout project, ImmutableArray<RegistrySource> registries, LockFile lockFile)
    {
        _project = project;
        _registries = registries;
        _lockFile = lockFile;

        // The lock file leaves out what a plugin only limits.
        var loaded = InstalledIndex.LoadRequires(project);
        _requires = loaded.TryGet(out var requires)
            ? requires.ToDictionary(r => r.Name, r => r.Requires)
            : lockFile.Plugins.ToDictionary(p => p.Key, p => RequiresOf(p.Value));
    }

    /// <summary>A plugin that is about to be replaced: what is installed of it counts for nothing.</summary>
    internal PluginName? Replaced { get; init; }

    /// <summary>What takes its place, if that is known already.</summary>
    internal InstalledPackage? Replacement { get; init; }

    /// <summary>An installed package, or null.</summary>
    internal InstalledPackage? Find(PluginName name) =>
        name.Equals(Replaced) ? Replacement
        : _lockFile.Plugins.TryGetValue(name, out var locked)
            ? new InstalledPackage(locked.Version, _requires.GetValueOrDefault(name, []), OriginOf(locked.Resolved))
        : null;

    /// <summary>Those packages, and all that need others or are needed.</summary>
    internal ImmutableDictionary<PluginName, InstalledPackage> WithNeeds(IEnumerable<PluginName> names)
    {
        var all = ImmutableDictionary.CreateBuilder<PluginName, InstalledPackage>();
        var needing = _requires.SelectMany(r => r.Value.Select(d => d.Name).Prepend(r.Key));
        foreach (var name in names.Concat(needing).Concat(Replaced is null ? [] : [Replaced]))
        {
            if (!all.ContainsKey(name) && Find(name) is { } installed)
            {
                all.Add(name, installed);
            }
        }

        return all.ToImmutable();
    }

    private static ImmutableArray<PluginDependency> RequiresOf(LockedPlugin locked) =>
        [
            .. locked
                .Requires.Select(r =>
                    VersionRange.TryParse(r.Value, out var range) ? new PluginDependency(r.Key, range, false) : null
                )
                .OfType<PluginDependency>(),
        ];

    /// <summary>The registry that a lock entry's URL belongs to; null for what came from this machine or the open web.</summary>
    private Uri? OriginOf(string resolved) =>
        _registries.FirstOrDefault(r => RegistryOrigin.IsFrom(r.Endpoint, _project, resolved))?.Endpoint.Url;
}
