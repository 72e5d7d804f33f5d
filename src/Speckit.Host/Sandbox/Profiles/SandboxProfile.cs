using System.Collections.Immutable;
using Speckit.Host.Sandbox.Network;

namespace Speckit.Host.Sandbox.Profiles;

/// <summary>How much of the project a plugin's own system calls reach.</summary>
public enum ProjectAccess
{
    /// <summary>Nothing: it asks the host's services.</summary>
    None,

    /// <summary>It reads.</summary>
    Read,

    /// <summary>It reads and writes, but for what is protected.</summary>
    Write,
}

/// <summary>What a plugin is given, computed from its effective grant, what its manifest asks for under <c>sandbox:</c>, and the policy's
/// limits. The same profile is enforced at the start and shown by <c>specify plugin info</c>.</summary>
public sealed record SandboxProfile
{
    /// <summary>The plugin's name.</summary>
    public required string Plugin { get; init; }

    /// <summary>The project's root.</summary>
    public required string ProjectRoot { get; init; }

    /// <summary>The project's root, as far as it is given.</summary>
    public required ProjectAccess Project { get; init; }

    /// <summary>More that it reads, absolute.</summary>
    public ImmutableArray<string> ReadPaths { get; init; } = [];

    /// <summary>More that it writes, absolute.</summary>
    public ImmutableArray<string> WritePaths { get; init; } = [];

    /// <summary>What its manifest asks for and it does not get, each with the reason.</summary>
    public ImmutableArray<string> Withheld { get; init; } = [];

    /// <summary>Its package: it reads it.</summary>
    public required string PackageDirectory { get; init; }

    /// <summary>Its own data: it reads and writes it.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The hosts that it reaches, or null for no network at all.</summary>
    public HostRules? Hosts { get; init; }

    /// <summary>Whether it may run other programs, and have processes besides its own.</summary>
    public bool MayRunPrograms { get; init; }

    /// <summary>The names of the user's environment variables that are passed on.</summary>
    public ImmutableArray<string> EnvironmentNames { get; init; } = [];

    /// <summary>What it may use up.</summary>
    public SandboxLimits Limits { get; init; } = SandboxLimits.Default;
}

/// <summary>What a plugin may use up (decisions, 11; security: "resource_limits").</summary>
public sealed record SandboxLimits
{
    /// <summary>The host's defaults.</summary>
    public static SandboxLimits Default { get; } = new();

    /// <summary>Memory in MiB.</summary>
    public int MemoryMegabytes { get; init; } = 512;

    /// <summary>Processor time in percent of one processor, or null for all there is.</summary>
    public int? CpuPercent { get; init; }

    /// <summary>How long one call may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Processes and threads at once.</summary>
    public int Processes { get; init; } = 128;

    /// <summary>Open files at once.</summary>
    public int OpenFiles { get; init; } = 1024;

    /// <summary>What it may write to its output, to its standard error, and to any one file, in MiB each.</summary>
    public int OutputMegabytes { get; init; } = 256;

    /// <summary>The size of its folder of temporary files, in MiB.</summary>
    public int TemporaryMegabytes { get; init; } = 256;
}
