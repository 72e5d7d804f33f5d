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

    /// <summary>Settings without secrets.</summary>
    internal static ImmutableArray<string> Settings { get; } =
    [
        "/etc/alternatives",
        "/etc/ca-certificates.conf",
        "/etc/debian_version",
        "/etc/ld.so.cache",
        "/etc/ld.so.conf",
        "/etc/ld.so.conf.d",
        "/etc/localtime",
        "/etc/mime.types",
        "/etc/nsswitch.conf",
        "/etc/os-release",
        "/etc/pki/ca-trust",
        "/etc/pki/tls/certs",
        "/etc/protocols",
        "/etc/services",
        "/etc/ssl/certs",
        "/etc/ssl/openssl.cnf",
        "/etc/timezone",
        "/etc/dotnet",
    ];

    /// <summary>Devices that hold nothing.</summary>
    internal static ImmutableArray<string> Devices { get; } =
    ["/dev/full", "/dev/null", "/dev/random", "/dev/urandom", "/dev/zero"];

    /// <summary>The dynamic loaders: each program that is not static names one.</summary>
    internal static ImmutableArray<string> FindLoaders() =>
        [
            .. new[] { "/lib", "/lib64" }
                .Where(Directory.Exists)
                .SelectMany(d => Directory.EnumerateFiles(d, "ld-*.so*")),
        ];
}
