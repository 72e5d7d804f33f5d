using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Locking;

/// <summary>The advisory lock that serialises writers of one project. The system releases it when its holder ends, however it ends;
/// readers never take it.</summary>
public sealed class ProjectWriteLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly FileStream _file;

    private ProjectWriteLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    /// <param name="layout">The project.</param>
    /// <param name="timeout">How long to wait for another writer.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<Result<ProjectWriteLock>> AcquireAsync(
        ProjectLayout layout,
        TimeSpan timeout,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var start = time.GetTimestamp();
        while (true)
        {
            if (TryAcquire(layout) is { } acquired)
            {
                return acquired;
            }

            if (time.GetElapsedTime(start) >= timeout)
            {
                return HostDiagnostics.ProjectBusy.Error(
                    $"another specify has been changing '{layout.Root}' for more than {timeout.TotalSeconds:0} s",
                    "wait for it to finish, or end it, and run the command again"
                );
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Takes the lock if it is free.</summary>
    /// <exception cref="UnauthorizedAccessException">The project cannot be written to.</exception>
    public static ProjectWriteLock? TryAcquire(ProjectLayout layout)
    {
        try
        {
            return new ProjectWriteLock(
                new FileStream(layout.WriteLockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
            );
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
