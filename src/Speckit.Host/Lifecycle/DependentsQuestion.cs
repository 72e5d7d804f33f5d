using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Lifecycle;

/// <summary>Asks before something is taken away that other plugins need (JP design §5.6).</summary>
internal static class DependentsQuestion
{
    /// <summary>The refusal, or null when there are no dependents or the user goes on all the same.</summary>
    internal static async Task<Diagnostic?> AskAsync(
        PluginName name,
        ImmutableArray<PluginName> dependents,
        string verb,
        ILifecycleObserver observer,
        CancellationToken cancellationToken
    )
    {
        if (dependents.IsEmpty)
        {
            return null;
        }

        var text = $"{string.Join(", ", dependents)} {(dependents.Length == 1 ? "depends" : "depend")} on {name}";
        observer.Warn(HostDiagnostics.DependentsExist.Warning(text));
        return await observer.ConfirmAsync($"{verb} anyway?", cancellationToken) == ConsentAnswer.Accepted
            ? null
            : HostDiagnostics.DependentsExist.Error(
                text,
                $"remove what depends on it first, or run the command again with --yes"
            );
    }
}
