using System.Globalization;
using System.Runtime.Versioning;
using Speckit.Host.Platform;
using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox.Seccomp;

namespace Speckit.Host.Sandbox.Machine;

/// <summary>What this machine has for keeping plugins to their grants.</summary>
public sealed record SandboxMachine
{
    private const int LongestNumber = 32;

    /// <summary>The program that is the step before each plugin; null where there is none.</summary>
    public string? Launcher { get; init; }

    /// <summary>The program bubblewrap; null where there is none.</summary>
    public string? Bubblewrap { get; init; }

    /// <summary>Why namespaces cannot be made, or null when they can as far as can be seen without trying.</summary>
    public string? NamespaceProblem { get; init; }

    /// <summary>The version of Landlock; 0 where there is none.</summary>
    public int LandlockVersion { get; init; }

    /// <summary>Whether system calls can be filtered, and this version has a filter for the processor.</summary>
    public bool HasSeccomp { get; init; }

    /// <summary>The best tier that the machine reaches.</summary>
    public SandboxTier Tier =>
        Launcher is null || !HasSeccomp ? SandboxTier.Process
        : Bubblewrap is not null && NamespaceProblem is null ? SandboxTier.Full
        : LandlockVersion > 0 ? SandboxTier.Restricted
        : SandboxTier.Process;

    /// <summary>Looks at this machine; nothing is started.</summary>
    /// <param name="launcher">The native binary, or null.</param>
    /// <param name="projectRoot">The project: nothing in it is taken for a system program.</param>
    /// <param name="path">The search path.</param>
    public static SandboxMachine Look(string? launcher, string projectRoot, string? path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new SandboxMachine { Launcher = launcher };
        }

        return new SandboxMachine
        {
            Launcher = launcher is null ? null : LauncherLocation.Find(launcher, projectRoot),
            Bubblewrap = SearchPath.FindProgram("bwrap", projectRoot, path),
            NamespaceProblem = FindNamespaceProblem(),
            LandlockVersion = FindLandlockVersion(),
            HasSeccomp = SystemCalls.OfThisMachine is not null && File.Exists("/proc/sys/kernel/seccomp/actions_avail"),
        };
    }

    [SupportedOSPlatform("linux")]
    private static unsafe int FindLandlockVersion()
    {
        const uint askVersion = 1;
        return (int)Math.Max(0, LinuxNative.LandlockCreate(LinuxNative.LandlockCreateNumber, null, 0, askVersion));
    }

    private static string? FindNamespaceProblem()
    {
        if (!File.Exists("/proc/self/ns/user"))
        {
            return "the kernel has no user namespaces";
        }

        if (ReadNumber("/proc/sys/user/max_user_namespaces") == 0)
        {
            return "user namespaces are turned off: sysctl user.max_user_namespaces is 0";
        }

        // Debian's switch is for ordinary users alone.
        return ReadNumber("/proc/sys/kernel/unprivileged_userns_clone") == 0 && !Environment.IsPrivilegedProcess
            ? "user namespaces are turned off for ordinary users: sysctl kernel.unprivileged_userns_clone is 0"
            : null;
    }

    private static long? ReadNumber(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            Span<byte> digits = stackalloc byte[LongestNumber];
            var read = RandomAccess.Read(file, digits, fileOffset: 0);
            return long.TryParse(digits[..read].TrimEnd((byte)'\n'), CultureInfo.InvariantCulture, out var number)
                ? number
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
