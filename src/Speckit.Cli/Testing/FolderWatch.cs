using System.Threading.Channels;

namespace Speckit.Cli.Testing;

/// <summary>Waits for changes of a plugin's sources.</summary>
internal sealed class FolderWatch : IDisposable
{
    // What builds and tests write themselves.
    private static readonly string[] Ignored =
    [
        "bin",
        "obj",
        "dist",
        "node_modules",
        "TestResults",
        "__pycache__",
        ".git",
        ".pytest_cache",
        ".vs",
    ];

    private readonly Channel<string> _changes = Channel.CreateBounded<string>(
        new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest }
    );
    private readonly FileSystemWatcher _watcher;
    private readonly string _folder;
    private readonly string? _ownFile;
    private readonly TimeProvider _time;

    /// <summary>Watches from now on.</summary>
    /// <param name="folder">The plugin's folder.</param>
    /// <param name="ownFile">What a run writes itself, absolute, or null.</param>
    /// <param name="time">The clock.</param>
    internal FolderWatch(string folder, string? ownFile, TimeProvider time)
    {
        _folder = folder;
        _ownFile = ownFile;
        _time = time;
        _watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
        _watcher.Changed += (_, e) => Notice(e.FullPath);
        _watcher.Created += (_, e) => Notice(e.FullPath);
        _watcher.Deleted += (_, e) => Notice(e.FullPath);
        _watcher.Renamed += (_, e) => Notice(e.FullPath);
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>The next changed file, once its neighbours have been quiet for a moment: an editor's save is many events.</summary>
    internal async Task<string> NextAsync(CancellationToken cancellationToken)
    {
        var first = await _changes.Reader.ReadAsync(cancellationToken);
        do
        {
            while (_changes.Reader.TryRead(out _))
            {
                // Part of the same change.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), _time, cancellationToken);
        } while (_changes.Reader.TryPeek(out _));
        return first;
    }

    /// <inheritdoc/>
    public void Dispose() => _watcher.Dispose();

    private void Notice(string path)
    {
        var relative = Path.GetRelativePath(_folder, path).Replace('\\', '/');
        if (!IsOwn(path) && !relative.Split('/').Any(part => Ignored.Contains(part)))
        {
            _changes.Writer.TryWrite(relative);
        }
    }

    /// <summary>A file is replaced by one that is written beside it, <c>.name.….tmp</c>.</summary>
    private bool IsOwn(string path) =>
        _ownFile is not null
        && (
            path == _ownFile
            || (
                Path.GetDirectoryName(path) == Path.GetDirectoryName(_ownFile)
                && Path.GetFileName(path).StartsWith($".{Path.GetFileName(_ownFile)}.", StringComparison.Ordinal)
            )
        );
}
