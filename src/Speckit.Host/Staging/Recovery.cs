using Speckit.Host.Backups;
using Speckit.Host.Locking;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Files;

namespace Speckit.Host.Staging;

/// <summary>Finishes or undoes changes that a crash left behind. What the lock file says decides: it is written last. Every step may
/// itself be interrupted and is then done again.</summary>
internal static class Recovery
{
    /// <summary>Whether there is anything to do; costs one look at a folder.</summary>
    internal static bool IsNeeded(ProjectLayout layout) =>
        Directory.Exists(layout.StagingDirectory)
        && Directory.EnumerateFileSystemEntries(layout.StagingDirectory).Any();

    /// <summary>Brings the plugins' folders in line with the lock file and sweeps the rest. The caller holds the write lock and brings
    /// the projects' outputs in line afterwards, then calls <see cref="Sweep"/>.</summary>
    internal static Result<Unit> Run(HostEnvironment host)
    {
        var layout = host.Project;
        var read = host.LockFile.Read();
        if (!read.TryGet(out var lockFile))
        {
            return read.Propagate<Unit>();
        }

        foreach (var directory in Directory.EnumerateDirectories(layout.StagingDirectory).Order(StringComparer.Ordinal))
        {
            _ = Settle(host, lockFile, directory);
        }

        host.Consents.Settle(layout, lockFile);

        // A reader may have derived it while a folder was not the one that the lock file says.
        if (File.Exists(layout.IndexFile))
        {
            File.Delete(layout.IndexFile);
        }

        return new Unit();
    }

    /// <summary>Undoes one change, if the lock file does not have it yet.</summary>
    /// <returns>False when the change is in the lock file and has to be finished by <see cref="Run"/>.</returns>
    internal static bool TryUndo(HostEnvironment host, string directory) =>
        host.LockFile.Read().TryGet(out var lockFile) && TryUndo(host, lockFile, directory);

    /// <summary>Deletes what the settled changes left.</summary>
    internal static void Sweep(HostEnvironment host)
    {
        var layout = host.Project;
        AtomicFile.DeleteStaged(layout.LockFile);
        host.Consents.Sweep(layout);
        foreach (var directory in Directory.EnumerateDirectories(layout.StagingDirectory))
        {
            Delete(directory);
        }

        foreach (var file in Directory.EnumerateFiles(layout.StagingDirectory))
        {
            File.Delete(file);
        }
    }

    /// <summary>Deletes a settled change: the journal first, so that a half deleted folder says nothing.</summary>
    internal static void Delete(string directory)
    {
        File.Delete(Path.Combine(directory, StagingJournal.FileName));
        Durable.FlushDirectory(directory);
        Directory.Delete(directory, recursive: true);
    }

    private static bool TryUndo(HostEnvironment host, LockFile lockFile, string directory)
    {
        var undone = Settle(host, lockFile, directory);
        host.Consents.Settle(host.Project, lockFile);
        return undone;
    }

    /// <summary>Undoes or finishes one change.</summary>
    /// <returns>Whether it is undone: nothing else has to follow it.</returns>
    private static bool Settle(HostEnvironment host, LockFile lockFile, string directory)
    {
        if (StagingJournal.Read(directory) is not { } journal)
        {
            return true;
        }

        var undone = true;
        for (var i = 0; i < journal.Items.Length; i++)
        {
            if (PluginName.TryParse(journal.Items[i].Plugin, out var name))
            {
                new BackupStore(host.Project, host.Time).Sweep(name);
                undone &= Settle(host, lockFile, StagedChange.PathOf(directory, i), journal.Items[i], name);
            }
        }

        return undone;
    }

    private static bool Settle(
        HostEnvironment host,
        LockFile lockFile,
        string directory,
        StagedItem item,
        PluginName name
    )
    {
        var package = StagedPlugin.PackageOf(host.Project, directory, name);
        var locked = lockFile.Plugins.GetValueOrDefault(name);
        switch (item.Operation)
        {
            case StagedOperation.Install when locked is null || locked.Tree != item.Tree:
                package.Undo();
                if (item.Data)
                {
                    StagedPlugin.DataOf(host.Project, directory, name).Undo();
                }

                return true;
            case StagedOperation.Install:
                FinishInstall(package);
                return false;
            case StagedOperation.Remove when locked is not null:
                package.Restore();
                return true;
            case StagedOperation.Remove:
                FinishRemove(host, package.Aside, name, item.Purge);
                return false;
            default:
                return false;
        }
    }

    /// <summary>A reinstall of the same tree may have stopped between the two renames: either tree will do.</summary>
    private static void FinishInstall(FolderSwap package)
    {
        if (FolderSwap.IsThere(package.Prepared))
        {
            package.Restore();
        }
    }

    /// <summary>What follows a remove's point of no return.</summary>
    /// <param name="host">The project.</param>
    /// <param name="removed">Where the plugin's folder was moved to.</param>
    /// <param name="name">The plugin.</param>
    /// <param name="purge">Whether its configuration and data go too.</param>
    internal static void FinishRemove(HostEnvironment host, string removed, PluginName name, bool purge)
    {
        if (purge)
        {
            DeleteDirectory(host.Project.PluginDataDirectory(name));
            new BackupStore(host.Project, host.Time).Delete(name);
        }
        else
        {
            ConfigurationKeeper.MoveBack(host.Project, removed, name);
        }

        var parent = Path.GetDirectoryName(host.Project.PluginDirectory(name))!;
        if (name.Scope is not null && Directory.Exists(parent) && !Directory.EnumerateFileSystemEntries(parent).Any())
        {
            Directory.Delete(parent);
        }

        host.Consents.Withdraw(host.Project, name);
    }

    private static void DeleteDirectory(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
