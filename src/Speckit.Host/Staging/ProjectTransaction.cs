using System.Collections.Immutable;
using Speckit.Host.Installed;
using Speckit.Host.Integrity;
using Speckit.Host.Locking;
using Speckit.Host.Outputs;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Staging;

/// <summary>The right to change a project: its write lock, held, with whatever a crash left behind already settled.</summary>
public sealed class ProjectTransaction : IDisposable
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(60);
    private readonly HostEnvironment _host;
    private readonly ProjectWriteLock _lock;
    private LockFileStamp? _stamp;

    private ProjectTransaction(HostEnvironment host, ProjectWriteLock held, LockFileStamp? stamp, LockFile lockFile)
    {
        _host = host;
        _lock = held;
        _stamp = stamp;
        LockFile = lockFile;
    }

    /// <summary>What is installed.</summary>
    public LockFile LockFile { get; private set; }

    /// <summary>Waits for the right to change the project.</summary>
    public static async Task<Result<ProjectTransaction>> BeginAsync(
        HostEnvironment host,
        CancellationToken cancellationToken
    )
    {
        var acquired = await ProjectWriteLock.AcquireAsync(host.Project, LockTimeout, host.Time, cancellationToken);
        return acquired.TryGet(out var held) ? Open(host, held) : acquired.Propagate<ProjectTransaction>();
    }

    /// <summary>Settles what a crash left behind, if there is anything and no other process is at work. Every command begins with it.</summary>
    public static Result<Unit> RecoverIfNeeded(HostEnvironment host)
    {
        if (!Recovery.IsNeeded(host.Project) || ProjectWriteLock.TryAcquire(host.Project) is not { } held)
        {
            return new Unit();
        }

        var opened = Open(host, held);
        if (!opened.TryGet(out var transaction))
        {
            return opened.Propagate<Unit>();
        }

        transaction.Dispose();
        return new Unit();
    }

    /// <summary>What is installed, after settling what a crash left behind. Nothing is held: it may change at any time.</summary>
    public static Result<LockFile> ReadLockFile(HostEnvironment host)
    {
        var recovered = RecoverIfNeeded(host);
        return recovered.Succeeded ? host.LockFile.Read() : recovered.Propagate<LockFile>();
    }

    /// <summary>The point of no return of a change: replaces the lock file.</summary>
    internal void Commit(LockFile lockFile)
    {
        var (before, stamp) = ((LockFile, _stamp), LockFileStamp.Of(_host.Project.LockFile));
        (LockFile, _stamp) = (lockFile, _host.LockFile.Write(lockFile));

        // Who edits the file by hand takes no lock.
        if (stamp == before._stamp)
        {
            InstalledIndex.Follow(_host.Project, before, (LockFile, _stamp.Value));
        }
    }

    /// <summary>Brings every output in line with the lock file.</summary>
    internal Result<OutputReport> Reconcile() => Reconcile(_host);

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static Result<ProjectTransaction> Open(HostEnvironment host, ProjectWriteLock held)
    {
        var settled = Recovery.IsNeeded(host.Project) ? Settle(host) : new Unit();
        var stamp = LockFileStamp.Of(host.Project.LockFile);
        var read = settled.Succeeded ? host.LockFile.Read() : settled.Propagate<LockFile>();
        if (read.TryGet(out var lockFile))
        {
            return new ProjectTransaction(host, held, stamp, lockFile);
        }

        held.Dispose();
        return read.Propagate<ProjectTransaction>();
    }

    private static Result<Unit> Settle(HostEnvironment host)
    {
        var run = Recovery.Run(host);
        if (!run.Succeeded)
        {
            return run;
        }

        var reconciled = Reconcile(host);
        if (!reconciled.Succeeded)
        {
            return reconciled.Propagate<Unit>();
        }

        Recovery.Sweep(host);
        return new Unit();
    }

    private static Result<OutputReport> Reconcile(HostEnvironment host)
    {
        var loaded = InstalledIndex.Load(host.Project);
        if (!loaded.TryGet(out var plugins))
        {
            return loaded.Propagate<OutputReport>();
        }

        var changed = FindChanged(host, plugins);
        var whole = changed.Count == 0 ? plugins : [.. plugins.Select(p => Quiet(p, changed))];
        var total = new OutputReport([], [], [.. changed.Values]);
        foreach (var output in host.Outputs)
        {
            var reconciled = output.Reconcile(host.Project, whole);
            if (!reconciled.TryGet(out var report))
            {
                return reconciled;
            }

            total = new OutputReport(
                [.. total.Written, .. report.Written],
                [.. total.Removed, .. report.Removed],
                [.. total.Kept, .. report.Kept]
            );
        }

        return total;
    }

    /// <summary>The enabled plugins whose personas are not those that were installed: a coding agent must not be told what somebody else wrote.</summary>
    private static Dictionary<PluginName, Diagnostic> FindChanged(
        HostEnvironment host,
        ImmutableArray<InstalledPlugin> plugins
    )
    {
        var changed = new Dictionary<PluginName, Diagnostic>();
        foreach (var plugin in plugins.Where(p => p is { Enabled: true, IsLink: false, Agents.IsEmpty: false }))
        {
            if (TreeIntegrity.Check(host, plugin.Name, plugin.Tree, plugin.Archive) is { } change)
            {
                changed.Add(plugin.Name, change with { Severity = Severity.Warning });
            }
        }

        return changed;
    }

    private static InstalledPlugin Quiet(InstalledPlugin plugin, Dictionary<PluginName, Diagnostic> changed) =>
        changed.ContainsKey(plugin.Name) ? plugin with { Enabled = false } : plugin;
}
