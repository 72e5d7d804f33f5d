using System.Collections.Immutable;

namespace Speckit.Host.Sandbox.Profiles;

/// <summary>What every sandbox holds of the system: libraries and a few settings, no programs, nothing of users.</summary>
internal static class SystemPaths
{
    /// <summary>Libraries and shared data.</summary>
    internal static ImmutableArray<string> Libraries { get; } =
    [
        "/lib",
        "/lib32",
        "/lib64",
        "/libx32",
        "/usr/lib",
        "/usr/lib32",
        "/usr/lib64",
        "/usr/libx32",
        "/usr/local/lib",
        "/usr/share",
    ];

    /// <summary>Programs, for plugins that may run them.</summary>
    internal static ImmutableArray<string> Programs { get; } =
    ["/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/libexec", "/usr/local/bin", "/usr/local/sbin"];

    /// <summary>Folders of settings without secrets; each costs a mount, so only what runtimes look for.</summary>
    internal static ImmutableArray<string> SettingFolders { get; } =
    ["/etc/alternatives", "/etc/pki/ca-trust", "/etc/pki/tls/certs", "/etc/ssl/certs", "/etc/dotnet"];

    /// <summary>Files of settings without secrets.</summary>
    internal static ImmutableArray<string> SettingFiles { get; } =
    ["/etc/ld.so.cache", "/etc/localtime", "/etc/nsswitch.conf", "/etc/os-release", "/etc/ssl/openssl.cnf"];

    /// <summary>What the kernel tells of the machine as a whole, and runtimes ask for. Nothing else of <c>/proc</c>: other processes' arguments and
    /// environments are in it.</summary>
    internal static ImmutableArray<string> Kernel { get; } =
    [
        "/proc/cpuinfo",
        "/proc/filesystems",
        "/proc/loadavg",
        "/proc/meminfo",
        "/proc/stat",
        "/proc/sys/kernel/cap_last_cap",
        "/proc/sys/kernel/osrelease",
        "/proc/sys/net/core/somaxconn",
        "/proc/sys/vm/overcommit_memory",
        "/proc/uptime",
        "/proc/version",
        "/proc/version_signature",
    ];

    /// <summary>What the kernel tells a process of itself.</summary>
    internal const string OwnProcess = "/proc/self";

    /// <summary>Devices that hold nothing.</summary>
    internal static ImmutableArray<string> Devices { get; } =
    ["/dev/full", "/dev/null", "/dev/random", "/dev/urandom", "/dev/zero"];

    /// <summary>The dynamic loaders that programs name: of glibc and of musl, for the processors that have a filter.</summary>
    internal static ImmutableArray<string> Loaders { get; } =
    [
        "/lib64/ld-linux-x86-64.so.2",
        "/lib/ld-linux-aarch64.so.1",
        "/lib/ld-musl-x86_64.so.1",
        "/lib/ld-musl-aarch64.so.1",
    ];
}
