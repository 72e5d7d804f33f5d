using Speckit.Host.Projects;
using Speckit.Manifests.Model;

namespace Speckit.Host.Staging;

/// <summary>One plugin's part of a change: where its new and its old folders wait.</summary>
internal sealed class StagedPlugin
{
    private readonly HostEnvironment _host;

    internal StagedPlugin(HostEnvironment host, string directory, StagedItem item, PluginName name)
    {
        _host = host;
        Item = item;
        Name = name;
        Directory = directory;
        Package = PackageOf(host.Project, directory, name);
        Data = DataOf(host.Project, directory, name);
    }

    /// <summary>The plugin.</summary>
    internal PluginName Name { get; }

    /// <summary>What the journal says of it.</summary>
    internal StagedItem Item { get; }

    /// <summary>Its folder in the staging area.</summary>
    internal string Directory { get; }

    /// <summary>Its package.</summary>
    internal FolderSwap Package { get; }

    /// <summary>Its own data.</summary>
    internal FolderSwap Data { get; }

    /// <summary>Makes what exists before the journal does.</summary>
    internal void Prepare()
    {
        System.IO.Directory.CreateDirectory(Directory);
        if (Item.Link is { } target)
        {
            System.IO.Directory.CreateSymbolicLink(Package.Prepared, target);
        }
        else if (Item.Operation == StagedOperation.Install)
        {
            System.IO.Directory.CreateDirectory(Package.Prepared);
        }

        if (Item.Data)
        {
            System.IO.Directory.CreateDirectory(Data.Prepared);
        }
    }

    /// <summary>Moves the plugin's present folder, if there is one, out of the way.</summary>
    internal void MoveOldAside()
    {
        Package.MoveAside();
        _host.StepDone?.Invoke(nameof(MoveOldAside));
    }

    /// <summary>Moves the prepared package, and the prepared data where there is any, to their places.</summary>
    internal void MoveIn()
    {
        Package.MoveIn();
        _host.StepDone?.Invoke(nameof(MoveIn));
        if (Item.Data)
        {
            Data.MoveAside();
            _host.StepDone?.Invoke("MoveOldDataAside");
            Data.MoveIn();
            _host.StepDone?.Invoke("MoveDataIn");
        }
    }

    internal static FolderSwap PackageOf(ProjectLayout layout, string directory, PluginName name) =>
        new(directory, "tree", layout.PluginDirectory(name));

    internal static FolderSwap DataOf(ProjectLayout layout, string directory, PluginName name) =>
        new(directory, "data", layout.PluginDataDirectory(name));
}
