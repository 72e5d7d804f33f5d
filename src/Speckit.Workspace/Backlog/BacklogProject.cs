using Speckit.Manifests.Diagnostics;
using Speckit.Workspace.Files;

namespace Speckit.Workspace.Backlog;

/// <summary>A project that keeps its tasks with Backlog.md: where they are and how it is configured.</summary>
public sealed class BacklogProject
{
    private const string RootConfig = "backlog.config.yml";
    private const int MaximumConfigLength = 1024 * 1024;
    private static readonly string[] Folders = ["backlog", ".backlog"];

    private BacklogProject(string root, string directory, BacklogConfig config)
    {
        Root = root;
        Directory = directory;
        Config = config;
    }

    /// <summary>The project root, a full path.</summary>
    public string Root { get; }

    /// <summary>The backlog folder, a full path inside the root.</summary>
    public string Directory { get; }

    /// <summary>The configuration as it was when the project was found.</summary>
    public BacklogConfig Config { get; }

    internal string TasksDirectory => Path.Combine(Directory, "tasks");

    /// <summary>
    /// Finds the backlog of a project as Backlog.md does: <c>backlog.config.yml</c> at the root first,
    /// then <c>backlog/</c>, then <c>.backlog/</c>.
    /// </summary>
    /// <param name="root">The project root.</param>
    public static Result<BacklogProject> Find(string root)
    {
        var full = Path.GetFullPath(root);
        if (File.Exists(Path.Combine(full, RootConfig)))
        {
            var config = ReadConfig(full, RootConfig);
            if (!config.Succeeded || config.Value.ProjectName.Length > 0)
            {
                return config.Succeeded ? AtRoot(full, config.Value) : config.Propagate<BacklogProject>();
            }
        }

        foreach (var folder in Folders)
        {
            foreach (var name in new[] { $"{folder}/config.yml", $"{folder}/config.yaml" })
            {
                if (File.Exists(Path.Combine(full, name)))
                {
                    var config = ReadConfig(full, name);
                    return config.Succeeded ? Create(full, folder, config.Value) : config.Propagate<BacklogProject>();
                }
            }
        }

        return WorkspaceDiagnostics.BacklogNotInitialised.Error(
            "This project has no Backlog.md backlog.",
            "run 'backlog init' in the project root",
            new SourceLocation(Path.Combine(full, "backlog", "config.yml"), 1, 1)
        );
    }

    private static Result<BacklogProject> AtRoot(string root, BacklogConfig config)
    {
        var folder =
            config.BacklogDirectory?.Replace('\\', '/').TrimEnd('/')
            ?? Folders.FirstOrDefault(f => System.IO.Directory.Exists(Path.Combine(root, f)))
            ?? Folders[0];
        while (folder.StartsWith("./", StringComparison.Ordinal))
        {
            folder = folder[2..];
        }

        return Create(root, folder, config);
    }

    private static Result<BacklogProject> Create(string root, string folder, BacklogConfig config)
    {
        var directory = ProjectPath.Resolve(root, folder);
        return directory.Succeeded
            ? new BacklogProject(root, directory.Value, config)
            : directory.Propagate<BacklogProject>();
    }

    private static Result<BacklogConfig> ReadConfig(string root, string name)
    {
        var path = ProjectPath.Resolve(root, name);
        if (!path.Succeeded)
        {
            return path.Propagate<BacklogConfig>();
        }

        return new FileInfo(path.Value).Length > MaximumConfigLength
            ? WorkspaceDiagnostics.BacklogConfigInvalid.Error($"'{name}' is larger than 1 MiB.")
            : BacklogConfig.Read(name, File.ReadAllText(path.Value));
    }
}
