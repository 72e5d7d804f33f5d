using System.Collections.Concurrent;
using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Registry.Client;
using Speckit.Registry.Client.Index;

namespace Speckit.Host.Audit;

/// <summary>Asks the registries that plugins came from whether they still offer them.</summary>
/// <param name="registries">The project's registries.</param>
public sealed class YankAudit(ImmutableArray<RegistryClient> registries)
{
    private const int ParallelLookups = 8;
    private readonly ConcurrentDictionary<string, Diagnostic> _unreachable = new(StringComparer.Ordinal);

    /// <summary>Why registries could not be asked, one for each.</summary>
    public ImmutableArray<Diagnostic> Warnings =>
        [.. _unreachable.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value)];

    /// <summary>The plugins with what their registries say.</summary>
    public async Task<ImmutableArray<AuditedPlugin>> AskAsync(
        ImmutableArray<AuditedPlugin> plugins,
        CancellationToken cancellationToken
    )
    {
        var answered = plugins.ToArray();
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = ParallelLookups,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, plugins.Length),
            options,
            async (i, cancellation) => answered[i] = await AskAsync(plugins[i], cancellation)
        );
        return [.. answered];
    }

    private async ValueTask<AuditedPlugin> AskAsync(AuditedPlugin plugin, CancellationToken cancellationToken)
    {
        var source = registries.FirstOrDefault(r => IsFrom(plugin, r));
        if (source is null)
        {
            return plugin with { Registry = RegistryWord.NotFromRegistry };
        }

        // One registry that does not answer is waited for once, not for each plugin.
        var read = _unreachable.ContainsKey(source.Endpoint.Name)
            ? source.GetCachedIndex(plugin.Name)
            : await source.GetIndexAsync(plugin.Name, cancellationToken);
        if (FindUnreachable(source, read) is { } why)
        {
            _unreachable.TryAdd(source.Endpoint.Name, why);
        }

        return read.TryGet(out var index) && Find(plugin, index) is { } entry
            ? Judge(plugin, source, index, entry.Yanked)
            : plugin;
    }

    /// <summary>A withdrawal that was heard of before is one still. That there is none is to be asked now.</summary>
    private static AuditedPlugin Judge(AuditedPlugin plugin, RegistryClient source, PluginIndex index, bool isYanked)
    {
        if (!isYanked)
        {
            return index.Origin == IndexOrigin.Offline ? plugin : plugin with { Registry = RegistryWord.Offered };
        }

        var problem = HostDiagnostics.Yanked.Error(
            $"{plugin.Name} {plugin.Locked.Version} was withdrawn by {source.Endpoint.Name}",
            $"update it: 'specify plugin update {plugin.Name}'"
        );
        return plugin with { Registry = RegistryWord.Yanked, Problems = plugin.Problems.Add(problem) };
    }

    private static Diagnostic? FindUnreachable(RegistryClient source, Result<PluginIndex> read)
    {
        var isUnreachable = read.TryGet(out var index)
            ? index.Origin == IndexOrigin.Offline
            : read.Diagnostics[0].Descriptor.Kind == FailureKind.Unreachable;
        return isUnreachable
            ? HostDiagnostics.RevocationUnknown.Warning(
                $"{source.Endpoint.Name} cannot be asked which versions it withdrew: {read.Diagnostics[0].Message}",
                "run the command again when it can be reached, or with --offline not to ask"
            )
            : null;
    }

    private static Packaging.Contracts.IndexEntry? Find(AuditedPlugin plugin, PluginIndex index) =>
        index.Entries.FirstOrDefault(e => e.Archive == plugin.Locked.Archive);

    private static bool IsFrom(AuditedPlugin plugin, RegistryClient source) =>
        plugin.Locked.Resolved.StartsWith(
            source.Endpoint.Url.AbsoluteUri.TrimEnd('/') + "/plugins/",
            StringComparison.OrdinalIgnoreCase
        );
}
