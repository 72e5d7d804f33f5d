using System.Collections.Immutable;
using Speckit.Host.Grants;
using Speckit.Host.Policy.Model;

namespace Speckit.Host.Runtime;

/// <summary>All that a plugin's process was started with. When one part is not the same any more, the process is not the plugin's any
/// more.</summary>
internal sealed record WarmCheck
{
    private readonly string _version;
    private readonly string _tree;
    private readonly ImmutableArray<string> _capabilities;
    private readonly PolicyLimits _limits;
    private readonly SandboxTier _minimumTier;
    private readonly ImmutableArray<FileStamp> _configuration;

    private WarmCheck(GrantedPlugin granted, ImmutableArray<FileStamp> configuration)
    {
        _version = granted.Plugin.Version;
        _tree = granted.Plugin.Tree;
        _capabilities = granted.Capabilities;
        _limits = granted.Limits;
        _minimumTier = granted.MinimumTier;
        _configuration = configuration;
    }

    /// <summary>What a process that is started now is started with.</summary>
    internal static WarmCheck Of(HostEnvironment host, GrantedPlugin granted)
    {
        ImmutableArray<string> files =
        [
            host.Project.PluginConfigFile(granted.Plugin.Name),
            host.User.SecretsFile,
            // It names the tier of the sandbox.
            host.User.ConfigFile,
            Path.Combine(host.Project.PluginDirectory(granted.Plugin.Name), "plugin.yaml"),
        ];
        return new WarmCheck(granted, [.. files.Select(FileStamp.Of)]);
    }

    public bool Equals(WarmCheck? other) =>
        other is not null
        && _version == other._version
        && _tree == other._tree
        && _limits == other._limits
        && _minimumTier == other._minimumTier
        && _capabilities.SequenceEqual(other._capabilities)
        && _configuration.SequenceEqual(other._configuration);

    public override int GetHashCode() => HashCode.Combine(_version, _tree);

    /// <summary>Which state a file is in.</summary>
    private readonly record struct FileStamp(bool Exists, DateTime Written, long Length)
    {
        internal static FileStamp Of(string path) =>
            new FileInfo(path) is { Exists: true } file
                ? new FileStamp(true, file.LastWriteTimeUtc, file.Length)
                : default;
    }
}
