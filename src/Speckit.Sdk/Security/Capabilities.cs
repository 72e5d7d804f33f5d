using System.Collections.Immutable;

namespace Speckit.Sdk;

/// <summary>The names of the capabilities (JP design §8.3), as in <c>requires.capabilities</c> of the manifest.</summary>
public static class Capabilities
{
    /// <summary>HTTP requests: <see cref="PluginContext.Http"/>.</summary>
    public const string Network = "network";

    /// <summary>Reading the project's files: <see cref="PluginContext.Project"/>.</summary>
    public const string FilesystemRead = "filesystem.read";

    /// <summary>Writing the project's files: <see cref="PluginContext.Project"/>.</summary>
    public const string FilesystemWrite = "filesystem.write";

    /// <summary>Running programs: <see cref="PluginContext.Shell"/>.</summary>
    public const string Subprocess = "subprocess";

    /// <summary>Reading tasks: <see cref="PluginContext.Backlog"/>.</summary>
    public const string BacklogRead = "backlog.read";

    /// <summary>Creating and changing tasks: <see cref="PluginContext.Backlog"/>.</summary>
    public const string BacklogWrite = "backlog.write";

    /// <summary>Reading environment variables: <see cref="PluginContext.Environment"/>.</summary>
    public const string Environment = "environment";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } =
    [Network, FilesystemRead, FilesystemWrite, Subprocess, BacklogRead, BacklogWrite, Environment];
}
