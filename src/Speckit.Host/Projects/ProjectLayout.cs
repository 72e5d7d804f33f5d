using Speckit.Manifests.Model;

namespace Speckit.Host.Projects;

/// <summary>Where a project keeps its state (architecture: "State on disk").</summary>
/// <param name="Root">The project's root, absolute.</param>
public sealed record ProjectLayout(string Root)
{
    /// <summary>The name of the state folder.</summary>
    public const string DirectoryName = ".specify";

    /// <summary>The project's name: its folder's.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Root));

    /// <summary>The state folder.</summary>
    public string Directory => Path.Combine(Root, DirectoryName);

    /// <summary>The truth about what is installed.</summary>
    public string LockFile => Path.Combine(Directory, "plugins.lock.json");

    /// <summary>The project's settings.</summary>
    public string ConfigFile => Path.Combine(Directory, "config.yaml");

    /// <summary>The registries of this project.</summary>
    public string RegistryFile => Path.Combine(Directory, "registry.yaml");

    /// <summary>The project's policy.</summary>
    public string PolicyFile => Path.Combine(Directory, "policy.yaml");

    /// <summary>What administrators were asked to approve, and their answers.</summary>
    public string ApprovalsDirectory => Path.Combine(Directory, "approvals");

    /// <summary>The folder of extracted packages.</summary>
    public string PluginsDirectory => Path.Combine(Directory, "plugins");

    /// <summary>Changes under way; whatever a crash left here is swept by the next command.</summary>
    public string StagingDirectory => Path.Combine(Directory, "staging");

    /// <summary>Derived data.</summary>
    public string CacheDirectory => Path.Combine(Directory, "cache");

    /// <summary>The derived index of installed plugins.</summary>
    public string IndexFile => Path.Combine(CacheDirectory, "index.bin");

    /// <summary>The advisory lock of writers.</summary>
    public string WriteLockFile => Path.Combine(Directory, "write.lock");

    /// <summary>The event journal's folder.</summary>
    public string EventsDirectory => Path.Combine(Directory, "events");

    /// <summary>The hash-chained audit log.</summary>
    public string AuditFile => Path.Combine(Directory, "audit", "audit.jsonl");

    /// <summary>Which plugin created which backlog task.</summary>
    public string TaskLedgerFile => Path.Combine(Directory, "task-owners.jsonl");

    /// <summary>The extracted package of a plugin.</summary>
    public string PluginDirectory(PluginName name) => Path.Combine(PluginsDirectory, Native(name));

    /// <summary>The user's configuration of a plugin. That of a linked folder is not put into the folder: it is its author's.</summary>
    public string PluginConfigFile(PluginName name) =>
        new DirectoryInfo(PluginDirectory(name)).LinkTarget is null
            ? Path.Combine(PluginDirectory(name), "config.yaml")
            : Path.Combine(Directory, "linked", Native(name), "config.yaml");

    /// <summary>What a plugin was before its last updates.</summary>
    public string PluginBackupsDirectory(PluginName name) => Path.Combine(Directory, "backups", Native(name));

    /// <summary>A plugin's own writable data.</summary>
    public string PluginDataDirectory(PluginName name) => Path.Combine(Directory, "data", Native(name));

    private static string Native(PluginName name) => name.RelativePath.Replace('/', Path.DirectorySeparatorChar);
}
