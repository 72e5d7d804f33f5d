using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Lifecycle;

/// <summary>What plans without the project's write lock plans again when another command was faster.</summary>
internal static class Replanning
{
    /// <summary>Each failed attempt means that another command succeeded: only an endless row of them uses up all.</summary>
    internal const int Attempts = 10;

    /// <summary>Makes a plan and carries it out, again and again while the project changes in between.</summary>
    /// <param name="observer">Whom to tell.</param>
    /// <param name="attempt">Plans from what is installed at that moment, and carries it out.</param>
    internal static async Task<Result<T>> RunAsync<T>(ILifecycleObserver observer, Func<Task<Result<T>>> attempt)
        where T : notnull
    {
        for (var number = 1; ; number++)
        {
            var result = await attempt();
            if (
                result.Succeeded
                || result.Diagnostics[0].Descriptor != HostDiagnostics.ProjectChanged
                || number == Attempts
            )
            {
                return result;
            }

            observer.Note(result.Diagnostics[0].Message + ": beginning again");
        }
    }
}
