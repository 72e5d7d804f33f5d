using System.Collections.Immutable;
using Speckit.Manifests.Model;

namespace Speckit.Host.Runtime;

/// <summary>A language runtime of this machine.</summary>
/// <param name="Name">Its name in manifests.</param>
/// <param name="Executable">Where it is, or null.</param>
/// <param name="Version">The version that it says it has.</param>
public sealed record MachineRuntime(string Name, string? Executable, string? Version);

/// <summary>Looks for every language runtime.</summary>
public static class MachineRuntimes
{
    /// <summary>The runtimes that plugins can be written for, asked all at once.</summary>
    public static async Task<ImmutableArray<MachineRuntime>> FindAsync(CancellationToken cancellationToken)
    {
        PluginRuntime[] kinds = [PluginRuntime.Dotnet, PluginRuntime.Python, PluginRuntime.Node];
        return [.. await Task.WhenAll(kinds.Select(k => FindAsync(k, cancellationToken)))];
    }

    private static async Task<MachineRuntime> FindAsync(PluginRuntime kind, CancellationToken cancellationToken)
    {
        var version = await RuntimeLocator.FindVersionAsync(kind, cancellationToken);
        return new MachineRuntime(
            RuntimeLocator.NameOf(kind),
            RuntimeLocator.FindExecutable(kind),
            version?.ToString()
        );
    }
}
