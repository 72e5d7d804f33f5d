using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Sections;

/// <summary><c>resource_limits</c> and <c>sandbox</c> (JP design §8.5; decisions, 11).</summary>
internal static class SandboxSection
{
    private const int MaxPort = 65_535;

    public static SandboxRequest Read(Fields root)
    {
        var limits = ResourceLimitsSection.Read(root);
        if (root.Section("sandbox") is not { } sandbox)
        {
            return SandboxRequest.Default with { Limits = limits };
        }

        var request = new SandboxRequest { Limits = ReadTimeout(sandbox, limits) };
        if (sandbox.Section("network") is { } network)
        {
            request = request with
            {
                AllowedHosts = ReadHosts(network),
                BlockedPorts = [.. network.List("blocked_ports").Select(p => p.Whole(1, MaxPort)).OfType<int>()],
            };
            network.Done();
        }

        if (sandbox.Section("filesystem") is { } files)
        {
            request = request with { ReadPaths = ReadPaths(files, "read"), WritePaths = ReadPaths(files, "write") };
            files.Done();
        }

        request = request with { Environment = ReadEnvironment(sandbox) };
        sandbox.Done();
        return request;
    }

    private static ResourceLimits ReadTimeout(Fields sandbox, ResourceLimits limits)
    {
        if (sandbox.Find("timeout") is not { } value)
        {
            return limits;
        }

        if (limits.Timeout is not null)
        {
            sandbox.Problems.Add(
                ManifestDiagnostics.ConflictingKeys.Error(
                    "'sandbox.timeout' and 'resource_limits.timeout' mean the same; expected one of them.",
                    "remove 'sandbox.timeout'",
                    value.KeyLocation
                )
            );
        }

        return limits with
        {
            Timeout = ResourceLimitsSection.Timeout(value) ?? limits.Timeout,
        };
    }

    private static ImmutableArray<string>? ReadHosts(Fields network)
    {
        if (network.Find("allowed_hosts") is null)
        {
            return null;
        }

        var hosts = ImmutableArray.CreateBuilder<string>();
        foreach (var value in network.DistinctTexts("allowed_hosts"))
        {
            var host = value.Text()!;
            hosts.Add(host);
            if (!HostPattern.IsValid(host))
            {
                value.Problems.Add(
                    ManifestDiagnostics.BadHost.Error(
                        $"'{value.Path}' is '{Excerpt.Of(host)}'; expected a host such as api.example.com.",
                        "a name, *.name for all below it, * for all, or an address; without scheme, port and path",
                        value.Location
                    )
                );
            }
        }

        return hosts.ToImmutable();
    }

    private static ImmutableArray<string>? ReadPaths(Fields files, string key) =>
        files.Find(key) is null ? null : [.. files.DistinctTexts(key).Select(SandboxPath.Read).OfType<string>()];

    private static ImmutableArray<string>? ReadEnvironment(Fields sandbox) =>
        sandbox.Find("environment") is null
            ? null
            : [.. sandbox.DistinctTexts("environment").Select(Names.EnvironmentVariable).OfType<string>()];
}
