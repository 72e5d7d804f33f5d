using Speckit.Host.Locking;
using Speckit.Manifests.Model;

namespace Speckit.Host.Backups;

/// <summary>What was kept of a plugin before it was replaced.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Directory">Where it is kept.</param>
/// <param name="Locked">Its entry of the lock file.</param>
public sealed record PluginBackup(PluginName Name, string Directory, LockedPlugin Locked)
{
    /// <summary>The user's configuration of that time; the file is absent when there was none.</summary>
    public string ConfigurationFile => Path.Combine(Directory, "config.yaml");

    /// <summary>The plugin's data of that time; the folder is absent when the change did not touch the data.</summary>
    public string DataDirectory => Path.Combine(Directory, "data");
}
