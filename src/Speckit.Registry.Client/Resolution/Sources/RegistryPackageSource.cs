using System.Collections.Concurrent;
using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Registry.Client.Index;

namespace Speckit.Registry.Client.Resolution.Sources;

/// <summary>The registries of a project (JP design §9.2; decisions, 14). The first of them that has a name is where that name comes from.
/// One that cannot be asked is not skipped: what the next one has under that name may be somebody else's.</summary>
public sealed class RegistryPackageSource : IPackageSource, IDisposable
{
    private const int ParallelLookups = 8;

    private readonly ImmutableArray<RegistryClient> _registries;
    private readonly SemaphoreSlim _gate = new(ParallelLookups);
    private readonly ConcurrentDictionary<RegistryClient, ImmutableArray<Diagnostic>> _unreachable = new();

    /// <summary>The registries, the first to be asked first.</summary>
    public RegistryPackageSource(ImmutableArray<RegistryClient> registries) => _registries = registries;

    /// <inheritdoc/>
    public async Task<Result<PackageListing>> FindAsync(PackageQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var selected = Select(query);
        if (!selected.TryGet(out var registries))
        {
            return selected.Propagate<PackageListing>();
        }

        foreach (var registry in registries)
        {
            var read = await ReadAsync(registry, query, cancellationToken);
            if (read.TryGet(out var index))
            {
                return PackageListing.Of(query.Name, registry.Endpoint, index.Entries) with
                {
                    Age = index.Origin == IndexOrigin.Offline ? index.Age : null,
                    WhyNotAsked = index.WhyNotAsked,
                    // That the data is old is told once for each registry.
                    Warnings =
                    [
                        .. read.Diagnostics.Where(static warning =>
                            warning.Descriptor != RegistryClientDiagnostics.Offline
                        ),
                    ],
                };
            }

            if (!IsNotFound(read.Diagnostics))
            {
                return read.Propagate<PackageListing>();
            }
        }

        return new PackageListing(query.Name, null, []) { Searched = Searched(registries, query) };
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private Result<ImmutableArray<RegistryClient>> Select(PackageQuery query)
    {
        var pinned = PinOf(query.Name);
        if (query.Registry is { } wanted)
        {
            if (pinned is not null && pinned.Endpoint.Name != wanted)
            {
                return RegistryClientDiagnostics.ScopePinned.Error(
                    $"{query.Name} is wanted from the registry '{wanted}', and @{query.Name.Scope} is pinned to '{pinned.Endpoint.Name}'.",
                    "Leave the registry out, or change scopes in .specify/registry.yaml."
                );
            }

            return _registries.FirstOrDefault(registry => registry.Endpoint.Name == wanted) is { } named
                ? ImmutableArray.Create(named)
                : RegistryClientDiagnostics.RegistryUnknown.Error(
                    $"No registry is called '{wanted}'.",
                    $"Configured are: {string.Join(", ", _registries.Select(registry => registry.Endpoint.Name))}."
                );
        }

        return pinned is not null ? ImmutableArray.Create(pinned)
            : query.Origin is { } origin
                ? _registries.Where(registry => registry.Endpoint.Url == origin).ToImmutableArray()
            : _registries;
    }

    private RegistryClient? PinOf(PluginName name) =>
        name.Scope is { } scope
            ? _registries.FirstOrDefault(registry => registry.Endpoint.Scopes.Contains(scope, StringComparer.Ordinal))
            : null;

    private async Task<Result<PluginIndex>> ReadAsync(
        RegistryClient registry,
        PackageQuery query,
        CancellationToken cancellationToken
    )
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (registry.Endpoint.IsFolder)
            {
                return await registry.GetIndexAsync(query.Name, cancellationToken);
            }

            if (query.Offline)
            {
                return registry.GetCachedIndex(query.Name);
            }

            // A registry that did not answer is not waited for a second time.
            if (_unreachable.TryGetValue(registry, out var why))
            {
                var cached = registry.GetCachedIndex(query.Name);
                // That it had no such plugin once does not say so today: whoever cuts the connection would choose the registry.
                return cached.Succeeded ? cached : Result<PluginIndex>.Failure(why);
            }

            var read = await registry.GetIndexAsync(query.Name, cancellationToken);
            Note(registry, read);
            return read;
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Note(RegistryClient registry, Result<PluginIndex> read)
    {
        var unreachable = read.Diagnostics.FirstOrDefault(static diagnostic =>
            diagnostic.Descriptor == RegistryClientDiagnostics.Unreachable
            || diagnostic.Descriptor == RegistryClientDiagnostics.Offline
        );
        if (unreachable is not null)
        {
            _unreachable.TryAdd(
                registry,
                [
                    RegistryClientDiagnostics.Unreachable.Error(
                        $"The registry '{registry.Endpoint.Name}' cannot be reached, and the cache does not say what it has.",
                        "Try again later; --offline works with what the cache has."
                    ),
                ]
            );
        }
    }

    private static bool IsNotFound(ImmutableArray<Diagnostic> diagnostics) =>
        diagnostics.All(static diagnostic => diagnostic.Descriptor == RegistryClientDiagnostics.PluginNotFound);

    private static string Searched(ImmutableArray<RegistryClient> registries, PackageQuery query) =>
        registries.IsEmpty && query.Origin is { } origin ? $"no registry that is configured (it is from {origin.Host})"
        : registries.IsEmpty ? "no registry (none is configured)"
        : $"no registry (asked: {string.Join(", ", registries.Select(registry => registry.Endpoint.Name))})";
}
