using System.Collections.Concurrent;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Registry.Client.Resolution;

namespace Speckit.Host.Runtime;

/// <summary>Asks the language runtimes of this machine for their versions, each at most once.</summary>
internal sealed class InstalledRuntimes : IRuntimeVersions
{
    private readonly ConcurrentDictionary<string, SemanticVersion?> _found = new(StringComparer.Ordinal);

    /// <summary>Those that were asked for and are there, sorted by name.</summary>
    internal IEnumerable<(string Runtime, SemanticVersion Version)> Found =>
        _found
            .Where(p => p.Value is not null)
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => (p.Key, p.Value!));

    /// <inheritdoc/>
    public async Task<SemanticVersion?> FindAsync(string runtime, CancellationToken cancellationToken)
    {
        if (_found.TryGetValue(runtime, out var known))
        {
            return known;
        }

        PluginRuntime? kind = runtime switch
        {
            "python" => PluginRuntime.Python,
            "node" => PluginRuntime.Node,
            "dotnet" => PluginRuntime.Dotnet,
            _ => null,
        };
        var version = kind is { } asked ? await RuntimeLocator.FindVersionAsync(asked, cancellationToken) : null;
        _found[runtime] = version;
        return version;
    }
}
