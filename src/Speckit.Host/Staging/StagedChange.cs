using System.Collections.Immutable;
using System.Globalization;
using Speckit.Host.Events;
using Speckit.Host.Locking;
using Speckit.Manifests.Model;
using Speckit.Packaging.Files;

namespace Speckit.Host.Staging;

/// <summary>A change of some plugins under way. Everything happens in a folder beside the targets and is renamed in; the lock file, renamed
/// last, is the point of no return for all of them. A change that is not <see cref="Finish"/>ed is settled as after a crash: by what the
/// lock file says.</summary>
internal sealed class StagedChange : IDisposable
{
    private readonly HostEnvironment _host;
    private bool _finished;

    private StagedChange(HostEnvironment host, string directory, ImmutableArray<StagedPlugin> plugins)
    {
        _host = host;
        Directory = directory;
        Plugins = plugins;
    }

    /// <summary>The change's folder.</summary>
    internal string Directory { get; }

    /// <summary>The plugins that change, in the order they were given in.</summary>
    internal ImmutableArray<StagedPlugin> Plugins { get; }

    /// <summary>Begins a change: from now on a crash is found by the next command.</summary>
    internal static StagedChange Begin(HostEnvironment host, params ImmutableArray<StagedItem> items)
    {
        var layout = host.Project;
        var directory = Path.Combine(layout.StagingDirectory, Ulid.New(host.Time));
        var plugins = items
            .Select((item, i) => new StagedPlugin(host, PathOf(directory, i), item, PluginName.Parse(item.Plugin)))
            .ToImmutableArray();
        System.IO.Directory.CreateDirectory(directory);
        foreach (var plugin in plugins)
        {
            plugin.Prepare();
        }

        new StagingJournal(items).Write(directory);
        Durable.FlushDirectory(layout.StagingDirectory);
        Durable.FlushDirectory(layout.Directory);
        host.StepDone?.Invoke(nameof(Begin));
        return new StagedChange(host, directory, plugins);
    }

    /// <summary>The folder of the change's n-th plugin.</summary>
    internal static string PathOf(string directory, int index) =>
        Path.Combine(directory, index.ToString(CultureInfo.InvariantCulture));

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
