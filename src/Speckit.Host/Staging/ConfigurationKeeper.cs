using Speckit.Host.Projects;
using Speckit.Manifests.Model;
using Speckit.Packaging.Files;

namespace Speckit.Host.Staging;

/// <summary>Keeps the user's configuration of a plugin over update and remove.</summary>
internal static class ConfigurationKeeper
{
    internal const string FileName = "config.yaml";

    /// <summary>Copies a configuration, if there is one, into a prepared tree.</summary>
    internal static void Copy(string present, string tree)
    {
        if (File.Exists(present))
        {
            var mode = OperatingSystem.IsWindows() ? AtomicFile.Readable : File.GetUnixFileMode(present);
            AtomicFile.Write(Path.Combine(tree, FileName), File.ReadAllBytes(present), mode);
        }
    }

    /// <summary>Moves the configuration of a removed tree back to its place.</summary>
    internal static void MoveBack(ProjectLayout layout, string removedTree, PluginName name)
    {
        var kept = Path.Combine(removedTree, FileName);
        var target = layout.PluginConfigFile(name);
        if (File.Exists(kept) && !File.Exists(target))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(kept, target);
            Durable.FlushDirectory(Path.GetDirectoryName(target)!);
        }
    }
}
