using System.Runtime.Versioning;
using Speckit.Host.Policy.Model;
using Speckit.Host.Projects;
using Speckit.Host.Sandbox.Bubblewrap;
using Speckit.Host.Sandbox.Machine;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Host.Sandbox.Seccomp;
using Speckit.Manifests.Model;

namespace Speckit.Host.Sandbox.Confinement;

/// <summary>Writes the order for the inner step from a profile.</summary>
/// <param name="machine">What the machine has.</param>
/// <param name="profile">What the plugin is given.</param>
/// <param name="runtime">What its program needs.</param>
/// <param name="protectedPaths">What stays read-only in a project that is written.</param>
internal sealed class OrderBuilder(
    SandboxMachine machine,
    SandboxProfile profile,
    RuntimePaths runtime,
    ProtectedEntries protectedPaths
)
{
    /// <summary>The port of the proxy inside a sandbox's own network, where nothing else listens.</summary>
    internal const ushort ProxyPort = 3128;

    private const int LimitFileSize = 1;
    private const int LimitData = 2;
    private const int LimitCore = 4;
    private const ulong Megabyte = 1 << 20;

    /// <summary>Runtimes that manage a heap of their own map more than they use.</summary>
    private const ulong ManagedHeadroom = 512;

    private static bool IsX64 =>
        System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture
            is System.Runtime.InteropServices.Architecture.X64
                or System.Runtime.InteropServices.Architecture.Arm64;

    /// <summary>The order for a tier.</summary>
    /// <param name="tier">Full or restricted.</param>
    /// <param name="kind">The plugin's language runtime.</param>
    /// <param name="hasGroup">Whether a control group limits memory and processes.</param>
    [SupportedOSPlatform("linux")]
    internal ConfineOrder Build(SandboxTier tier, PluginRuntime kind, bool hasGroup)
    {
        var full = tier == SandboxTier.Full;
        var version = machine.LandlockVersion;
        var rules = new SeccompRules(
            MayConnect: full && profile.Hosts is not null,
            MayFork: profile.MayRunPrograms,
            SharesMachine: !full,
            MayTruncate: full || (LandlockAccess.HandledFiles(version) & LandlockAccess.Truncate) != 0
        );
        return new ConfineOrder
        {
            Checks = [.. CheckedPaths(full).Select(Check).OfType<PathCheck>()],
            HandledFiles = LandlockAccess.HandledFiles(version),
            HandledNetwork = LandlockAccess.HandledNetwork(version),
            Scoped = LandlockAccess.Scoped(version),
            Files = full ? [.. FullRules()] : [.. RestrictedRules()],
            ProxyPort = rules.MayConnect ? ProxyPort : (ushort)0,
            Limits = [.. Limits(full, kind, hasGroup)],
            Filter = BpfInstruction.Encode(SeccompFilter.Build(SystemCalls.OfThisMachine!, rules)),
            Parent = full ? 0 : Environment.ProcessId,
            DropCapabilities = !full,
        };
    }

    /// <summary>What others may have exchanged between the host's look and the mount.</summary>
    private IEnumerable<string> CheckedPaths(bool full) =>
        full
            ? new[] { profile.DataDirectory, profile.PackageDirectory }
                .Concat(profile.Project == ProjectAccess.None ? [] : [profile.ProjectRoot])
                .Concat(profile.ReadPaths)
                .Concat(profile.WritePaths)
                .Concat(protectedPaths.ReadOnly)
                .Where(p => Path.GetFileName(p) != ProjectLayout.DirectoryName)
            : [profile.DataDirectory, profile.PackageDirectory];

    [SupportedOSPlatform("linux")]
    private static PathCheck? Check(string path) =>
        FileIdentity.Of(path) is { } identity ? new PathCheck(path, identity) : null;

    /// <summary>In a root of its own everything that is there may be read.</summary>
    private IEnumerable<FileRule> FullRules()
    {
        yield return new FileRule("/", LandlockAccess.Read);
        yield return new FileRule("/dev/shm", LandlockAccess.Read | LandlockAccess.Write);
        yield return new FileRule("/tmp", Own);
        foreach (var rule in CommonRules())
        {
            yield return rule;
        }

        if (profile.Project == ProjectAccess.Write)
        {
            // A protected name that is a link cannot be covered: then nothing is created or removed beside it.
            if (protectedPaths.Links.IsEmpty)
            {
                yield return new FileRule(profile.ProjectRoot, LandlockAccess.Write);
            }

            foreach (var rule in EntryRules())
            {
                yield return rule;
            }
        }
    }

    private static ulong Own => LandlockAccess.Read | LandlockAccess.Write | LandlockAccess.MakeFifo;

    /// <summary>On the machine's own root only what is listed may be read. The root of a project is not written: protected names that do not
    /// exist yet could not be kept from it.</summary>
    private IEnumerable<FileRule> RestrictedRules()
    {
        foreach (
            var path in SystemPaths
                .Libraries.Concat(SystemPaths.SettingFolders)
                .Concat(SystemPaths.SettingFiles)
                .Concat(SystemPaths.Kernel)
                .Concat([SystemPaths.OwnProcess, "/etc/passwd", "/etc/group", "/etc/hosts", "/sys/devices/system/cpu"])
                .Concat(SystemPaths.Devices)
                .Concat(runtime.Read)
        )
        {
            yield return new FileRule(path, LandlockAccess.Read);
        }

        yield return new FileRule(profile.PackageDirectory, LandlockAccess.Read);
        foreach (var rule in CommonRules())
        {
            yield return rule;
        }

        if (profile.Project != ProjectAccess.None)
        {
            yield return new FileRule(profile.ProjectRoot, LandlockAccess.ReadDirectory);
            foreach (var entry in Entries().Where(e => Path.GetFileName(e) != ProjectLayout.DirectoryName))
            {
                yield return new FileRule(entry, LandlockAccess.Read);
            }
        }

        if (profile.Project == ProjectAccess.Write)
        {
            foreach (var rule in EntryRules())
            {
                yield return rule;
            }
        }
    }

    private IEnumerable<FileRule> CommonRules()
    {
        yield return new FileRule(profile.DataDirectory, Own);
        foreach (var device in SystemPaths.Devices)
        {
            yield return new FileRule(device, LandlockAccess.WriteFile | LandlockAccess.Truncate);
        }

        foreach (var path in profile.ReadPaths)
        {
            yield return new FileRule(path, LandlockAccess.Read);
        }

        foreach (var path in profile.WritePaths)
        {
            yield return new FileRule(path, LandlockAccess.Read | LandlockAccess.Write);
        }

        foreach (var file in Executables())
        {
            yield return new FileRule(file, LandlockAccess.Execute | LandlockAccess.Read);
        }
    }

    /// <summary>A plugin without the capability executes its own runtime and nothing else of the machine's.</summary>
    private IEnumerable<string> Executables()
    {
        var own = runtime.Execute.Concat(SystemPaths.Loaders).Append(profile.PackageDirectory);
        return profile.MayRunPrograms
            ? own.Concat(SystemPaths.Programs)
                .Concat(SystemPaths.Libraries)
                .Concat(runtime.Read)
                .Concat(profile.Project == ProjectAccess.None ? [] : Entries())
                .Append(profile.DataDirectory)
            : own;
    }

    private IEnumerable<FileRule> EntryRules() =>
        Entries()
            .Where(e => !Services.Files.ProtectedPaths.ReadOnlyRoots.Contains(Path.GetFileName(e)))
            .Select(e => new FileRule(e, LandlockAccess.Write));

    /// <summary>The entries of the project's root, without links: a rule would follow them.</summary>
    private IEnumerable<string> Entries() =>
        new DirectoryInfo(profile.ProjectRoot)
            .EnumerateFileSystemInfos()
            .Where(e => e.LinkTarget is null)
            .Select(e => e.FullName);

    private IEnumerable<ProcessLimit> Limits(bool full, PluginRuntime kind, bool hasGroup)
    {
        yield return new ProcessLimit(LimitCore, 0);
        yield return new ProcessLimit(IsX64 ? 7 : 5, (ulong)profile.Limits.OpenFiles);
        yield return new ProcessLimit(LimitFileSize, (ulong)profile.Limits.OutputMegabytes * Megabyte);
        if (full)
        {
            // Counted within the sandbox's own user namespace; outside of one it would count all of the user's processes.
            yield return new ProcessLimit(6, (ulong)profile.Limits.Processes);
        }

        if (!hasGroup)
        {
            var headroom = kind is PluginRuntime.Dotnet or PluginRuntime.Node ? ManagedHeadroom : 0;
            yield return new ProcessLimit(LimitData, ((ulong)profile.Limits.MemoryMegabytes + headroom) * Megabyte);
        }
    }
}
