using Speckit.Host.Events;
using Speckit.Host.Locking;
using Speckit.Manifests.Model;
using Speckit.Packaging.Files;

namespace Speckit.Host.Staging;

/// <summary>A change of one plugin under way. Everything happens in a folder beside the target and is renamed in; the lock file, renamed
/// last, is the point of no return. A change that is not <see cref="Finish"/>ed is settled as after a crash: by what the lock file says.</summary>
internal sealed class StagedChange : IDisposable
{
    internal const string TreeName = "tree";
    internal const string OldName = "old";
    private readonly HostEnvironment _host;
    private bool _finished;

    private StagedChange(HostEnvironment host, string directory)
    {
        _host = host;
        Directory = directory;
    }

    /// <summary>The change's folder.</summary>
    internal string Directory { get; }

    /// <summary>Where a new tree is prepared.</summary>
    internal string Tree => Path.Combine(Directory, TreeName);

    /// <summary>Where the replaced tree waits.</summary>
    internal string Old => Path.Combine(Directory, OldName);

    /// <summary>Begins a change: from now on a crash is found by the next command.</summary>
    internal static StagedChange Begin(HostEnvironment host, StagingJournal journal)
    {
        var layout = host.Project;
        var directory = Path.Combine(layout.StagingDirectory, Ulid.New(host.Time));

        // The prepared tree's folder exists before the journal does: once it is gone, it was moved in.
        System.IO.Directory.CreateDirectory(Path.Combine(directory, TreeName));
        journal.Write(directory);
        Durable.FlushDirectory(layout.StagingDirectory);
        Durable.FlushDirectory(layout.Directory);
        host.StepDone?.Invoke(nameof(Begin));
        return new StagedChange(host, directory);
    }

    /// <summary>Moves the plugin's present folder, if there is one, out of the way.</summary>
    internal void MoveOldAside(PluginName name)
    {
        var target = _host.Project.PluginDirectory(name);
        if (System.IO.Directory.Exists(target))
        {
            System.IO.Directory.Move(target, Old);
            Durable.FlushDirectory(Path.GetDirectoryName(target)!);
            Durable.FlushDirectory(Directory);
        }

        _host.StepDone?.Invoke(nameof(MoveOldAside));
    }

    /// <summary>Moves the prepared tree to the plugin's place.</summary>
    internal void MoveTreeIn(PluginName name)
    {
        var target = _host.Project.PluginDirectory(name);
        var parent = Path.GetDirectoryName(target)!;
        System.IO.Directory.CreateDirectory(parent);
        System.IO.Directory.Move(Tree, target);
        Durable.FlushDirectory(parent);

        // The folder of a scope may be new as well.
        Durable.FlushDirectory(_host.Project.PluginsDirectory);
        _host.StepDone?.Invoke(nameof(MoveTreeIn));
    }

    /// <summary>The point of no return.</summary>
    internal void Commit(ProjectTransaction transaction, LockFile lockFile)
    {
        transaction.Commit(lockFile);
        _host.StepDone?.Invoke(nameof(Commit));
    }

    /// <summary>Says that all of it is done.</summary>
    internal void Finish()
    {
        _finished = true;
        _host.StepDone?.Invoke(nameof(Finish));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            if (_finished || Recovery.TryUndo(_host, Directory))
            {
                Recovery.Delete(Directory);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next command settles and sweeps it.
        }
    }
}
