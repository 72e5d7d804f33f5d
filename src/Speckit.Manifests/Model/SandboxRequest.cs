using System.Collections.Immutable;

namespace Speckit.Manifests.Model;

/// <summary>
/// The narrowest sandbox the plugin says it can live in (JP design §8.5; decisions, 11). It only narrows what its capabilities
/// grant, and the policy may narrow it further.
/// </summary>
public sealed record SandboxRequest
{
    /// <summary>The host's defaults.</summary>
    public static SandboxRequest Default { get; } = new();

    /// <summary>What it may use up (<c>resource_limits</c>, and <c>sandbox.timeout</c>).</summary>
    public ResourceLimits Limits { get; init; } = ResourceLimits.Default;

    /// <summary>The hosts it connects to: names, <c>*.name</c>, addresses; null when it names none, empty for no host at all.</summary>
    public ImmutableArray<string>? AllowedHosts { get; init; }

    /// <summary>Ports it never connects to.</summary>
    public ImmutableArray<int> BlockedPorts { get; init; } = [];

    /// <summary>The paths it reads, relative to the project or absolute; null when it names none.</summary>
    public ImmutableArray<string>? ReadPaths { get; init; }

    /// <summary>The paths it writes, relative to the project or absolute; null when it names none.</summary>
    public ImmutableArray<string>? WritePaths { get; init; }

    /// <summary>The environment variables it reads; null when it names none.</summary>
    public ImmutableArray<string>? Environment { get; init; }
}

/// <summary>What a plugin may use up; null is the host's default.</summary>
public sealed record ResourceLimits
{
    /// <summary>The host's defaults.</summary>
    public static ResourceLimits Default { get; } = new();

    /// <summary>Memory in MiB.</summary>
    public int? MemoryMegabytes { get; init; }

    /// <summary>Processor time, in percent of one core.</summary>
    public int? CpuPercent { get; init; }

    /// <summary>How long one call may take.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Processes and threads.</summary>
    public int? Processes { get; init; }

    /// <summary>Open files.</summary>
    public int? OpenFiles { get; init; }

    /// <summary>What it may write, to its output and to one file, in MiB.</summary>
    public int? OutputMegabytes { get; init; }
}
