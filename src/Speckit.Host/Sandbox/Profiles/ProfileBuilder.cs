using System.Collections.Immutable;
using Speckit.Host.Grants;
using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox.Network;
using Speckit.Manifests.Model;

namespace Speckit.Host.Sandbox.Profiles;

/// <summary>Computes a plugin's profile: effective grant ∩ what the manifest asks for ∩ the policy's limits.</summary>
public static class ProfileBuilder
{
    private static readonly ImmutableArray<string> NeverPassedOn =
    [
        "PATH",
        "HOME",
        "TMPDIR",
        "LANG",
        "NODE_OPTIONS",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "GLIBC_TUNABLES",
    ];

    private static readonly ImmutableArray<string> NeverPassedOnPrefixes =
    [
        "LD_",
        "DOTNET_",
        "COMPlus_",
        "CORECLR_",
        "PYTHON",
        "MALLOC_",
    ];

    /// <summary>The profile of a plugin.</summary>
    /// <param name="host">The project.</param>
    /// <param name="granted">The plugin, with its effective grant and the policy's limits.</param>
    /// <param name="request">What its manifest asks for.</param>
    public static SandboxProfile Build(HostEnvironment host, GrantedPlugin granted, SandboxRequest request)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(granted);
        ArgumentNullException.ThrowIfNull(request);
        bool Has(string capability) => granted.Capabilities.Contains(capability, StringComparer.Ordinal);
        var paths = new RequestedPaths(host.Project, host.User, granted.Plugin.Name);
        var reads = Has(Capability.FilesystemRead);
        var writes = reads && Has(Capability.FilesystemWrite);
        var read = reads ? paths.Resolve(request.ReadPaths, toWrite: false) : RequestedPaths.Nothing;
        var write = writes ? paths.Resolve(request.WritePaths, toWrite: true) : RequestedPaths.Nothing;
        return new SandboxProfile
        {
            Plugin = granted.Plugin.Name.ToString(),
            ProjectRoot = host.Project.Root,
            Project =
                write.IsWholeProject ? ProjectAccess.Write
                : read.IsWholeProject ? ProjectAccess.Read
                : ProjectAccess.None,
            ReadPaths = read.Paths,
            WritePaths = write.Paths,
            Withheld = [.. read.Withheld, .. write.Withheld],
            PackageDirectory = granted.PackageDirectory,
            DataDirectory = granted.DataDirectory,
            Hosts =
                Has(Capability.Network) && granted.Limits.Network != NetworkAccess.None
                    ? HostsOf(request, granted.Limits)
                    : null,
            MayRunPrograms = Has(Capability.Subprocess),
            EnvironmentNames = Has(Capability.Environment) ? [.. (request.Environment ?? []).Where(MayBePassedOn)] : [],
            Limits = LimitsOf(request.Limits, granted.Limits),
        };
    }

    /// <summary>The smaller of what the manifest asks for, or the host's default, and what the policy allows.</summary>
    internal static SandboxLimits LimitsOf(ResourceLimits asked, PolicyLimits allowed)
    {
        var usual = SandboxLimits.Default;
        var timeout = asked.Timeout ?? usual.Timeout;
        return new SandboxLimits
        {
            MemoryMegabytes = Least(asked.MemoryMegabytes ?? usual.MemoryMegabytes, allowed.MemoryMb),
            CpuPercent = asked.CpuPercent is { } cpu ? Least(cpu, allowed.CpuPercent) : allowed.CpuPercent,
            Timeout =
                allowed.TimeoutSeconds is { } most && TimeSpan.FromSeconds(most) < timeout
                    ? TimeSpan.FromSeconds(most)
                    : timeout,
            Processes = Least(asked.Processes ?? usual.Processes, allowed.Processes),
            OpenFiles = Least(asked.OpenFiles ?? usual.OpenFiles, allowed.OpenFiles),
            OutputMegabytes = Least(asked.OutputMegabytes ?? usual.OutputMegabytes, allowed.OutputMb),
        };
    }

    /// <summary>Without a list the consent was to every public host; a policy that restricts the network wants a list.</summary>
    internal static HostRules HostsOf(SandboxRequest request, PolicyLimits allowed) =>
        new()
        {
            Allowed = request.AllowedHosts ?? (allowed.Network == NetworkAccess.Restricted ? [] : null),
            BlockedPorts = request.BlockedPorts,
        };

    /// <summary>Variables that steer the loader and the runtimes would reach around the sandbox.</summary>
    private static bool MayBePassedOn(string name) =>
        !NeverPassedOn.Contains(name, StringComparer.OrdinalIgnoreCase)
        && !NeverPassedOnPrefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase));

    private static int Least(int value, int? most) => most is { } limit ? Math.Min(value, limit) : value;
}
