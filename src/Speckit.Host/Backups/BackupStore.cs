using System.Collections.Immutable;
using Speckit.Host.Events;
using Speckit.Host.Locking;
using Speckit.Host.Projects;
using Speckit.Manifests.Model;
using Speckit.Packaging.Files;

namespace Speckit.Host.Backups;

/// <summary>Keeps what plugins were before an update, so that <c>specify plugin rollback</c> can bring it back:
/// <c>.specify/backups/&lt;name&gt;/&lt;time&gt;/</c>. The archives themselves are in the user's cache.</summary>
/// <param name="project">The project.</param>
/// <param name="time">The clock.</param>
public sealed class BackupStore(ProjectLayout project, TimeProvider time)
{
    private const int Kept = 5;
    private const string LockName = "plugin.lock.json";

    /// <summary>The backups of a plugin, the newest first.</summary>
    public ImmutableArray<PluginBackup> List(PluginName name)
    {
        var directory = project.PluginBackupsDirectory(name);
        return Directory.Exists(directory)
            ?
            [
                .. Directory
                    .EnumerateDirectories(directory)
                    .OrderDescending(StringComparer.Ordinal)
                    .Select(path => Read(name, path))
                    .OfType<PluginBackup>(),
            ]
            : [];
    }

    /// <summary>Keeps what a plugin is now. It appears whole or not at all; the caller holds the project's write lock.</summary>
    /// <param name="name">The plugin.</param>
    /// <param name="locked">Its present entry of the lock file.</param>
    /// <param name="withData">Whether its data is copied too: a change that leaves the data alone need not.</param>
    public void Keep(PluginName name, LockedPlugin locked, bool withData)
    {
        var parent = project.PluginBackupsDirectory(name);
        var id = Ulid.New(time);
        var staged = Path.Combine(parent, "." + id);
        Directory.CreateDirectory(staged);
        var configuration = project.PluginConfigFile(name);
        if (File.Exists(configuration))
        {
            AtomicFile.Write(Path.Combine(staged, "config.yaml"), File.ReadAllBytes(configuration));
        }

        if (withData)
        {
            FolderCopy.Copy(project.PluginDataDirectory(name), Path.Combine(staged, "data"));
        }

        LockFileWriter.Write(Path.Combine(staged, LockName), LockFile.Empty.With(name, locked));
        Directory.Move(staged, Path.Combine(parent, id));
        Durable.FlushDirectory(parent);
        Prune(parent);
    }

    /// <summary>Forgets a plugin's backups.</summary>
    public void Delete(PluginName name)
    {
        var directory = project.PluginBackupsDirectory(name);
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Deletes what a stop left half made. The caller holds the project's write lock.</summary>
    internal void Sweep(PluginName name)
    {
        var directory = project.PluginBackupsDirectory(name);
        foreach (var path in Directory.Exists(directory) ? HalfMade(Directory.EnumerateDirectories(directory)) : [])
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static PluginBackup? Read(PluginName name, string directory) =>
        !Path.GetFileName(directory).StartsWith('.')
        && LockFileReader.Read(Path.Combine(directory, LockName)).TryGet(out var lockFile)
        && lockFile.Plugins.TryGetValue(name, out var locked)
            ? new PluginBackup(name, directory, locked)
            : null;

    private static List<string> HalfMade(IEnumerable<string> directories) =>
        [.. directories.Where(path => Path.GetFileName(path).StartsWith('.'))];

    /// <summary>Deletes what a stop left half made, and all but the newest.</summary>
    private static void Prune(string parent)
    {
        var all = Directory.EnumerateDirectories(parent).OrderDescending(StringComparer.Ordinal).ToList();
        var half = HalfMade(all);
        var old = all.Where(path => !Path.GetFileName(path).StartsWith('.')).Skip(Kept);
        foreach (var path in half.Concat(old).ToList())
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
