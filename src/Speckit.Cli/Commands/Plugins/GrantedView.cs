using System.Globalization;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Host.Policy.Model;
using Speckit.Host.Runtime;
using Speckit.Host.Sandbox.Network;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Commands.Plugins;

/// <summary>Shows what an installed plugin is really given.</summary>
internal static class GrantedView
{
    internal static void Print(Terminal terminal, Result<GrantedProfile> looked)
    {
        terminal.Line();
        terminal.Line("Given when it runs here:");
        if (!looked.TryGet(out var granted))
        {
            terminal.Line($"  • nothing, it would not start: {TerminalText.Line(looked.Diagnostics[0].Message)}");
            return;
        }

        foreach (var (name, value) in Rows(granted))
        {
            terminal.Line($"  • {name}: {TerminalText.Line(value)}");
        }
    }

    internal static JsonObject ToJson(Result<GrantedProfile> looked)
    {
        if (!looked.TryGet(out var granted))
        {
            return new JsonObject { ["refused"] = looked.Diagnostics[0].Message };
        }

        var profile = granted.Profile;
        var limits = profile.Limits;
        return new JsonObject
        {
            ["tier"] = granted.Tier.ToName(),
            ["minimumTier"] = granted.Minimum.ToName(),
            ["files"] = new JsonObject
            {
                ["project"] = AccessOf(profile.Project),
                ["read"] = JsonLists.Of(profile.ReadPaths),
                ["write"] = JsonLists.Of(profile.WritePaths),
                ["package"] = profile.PackageDirectory,
                ["data"] = profile.DataDirectory,
                ["withheld"] = JsonLists.Of(profile.Withheld),
            },
            ["network"] = profile.Hosts is { } hosts
                ? new JsonObject
                {
                    ["allowedHosts"] = hosts.Allowed is { } allowed ? JsonLists.Of(allowed) : null,
                    ["blockedPorts"] = new JsonArray([.. hosts.BlockedPorts.Select(p => (JsonNode)p)]),
                }
                : null,
            ["subprocess"] = profile.MayRunPrograms,
            ["environment"] = JsonLists.Of(profile.EnvironmentNames),
            ["limits"] = new JsonObject
            {
                ["memoryMb"] = limits.MemoryMegabytes,
                ["cpuPercent"] = limits.CpuPercent,
                ["timeoutSeconds"] = limits.Timeout.TotalSeconds,
                ["processes"] = limits.Processes,
                ["openFiles"] = limits.OpenFiles,
                ["outputMb"] = limits.OutputMegabytes,
            },
        };
    }

    private static IEnumerable<(string Name, string Value)> Rows(GrantedProfile granted)
    {
        var profile = granted.Profile;
        yield return (
            "Sandbox tier",
            granted.Tier < granted.Minimum
                ? $"{granted.Tier.ToName()}, and a policy demands {granted.Minimum.ToName()}: it does not start"
                : granted.Tier.ToName()
        );
        yield return ("Project files", AccessOf(profile.Project));
        foreach (var path in profile.ReadPaths)
        {
            yield return ("Reads", path);
        }

        foreach (var path in profile.WritePaths)
        {
            yield return ("Writes", path);
        }

        foreach (var path in profile.Withheld)
        {
            yield return ("Does not get", path);
        }

        yield return ("Network", NetworkOf(profile.Hosts, granted.Tier));
        yield return ("Programs", profile.MayRunPrograms ? "those of the system, in the same sandbox" : "none");
        yield return (
            "Environment",
            profile.EnvironmentNames.IsEmpty
                ? "HOME, PATH, LANG"
                : $"HOME, PATH, LANG, {string.Join(", ", profile.EnvironmentNames)}"
        );
        yield return ("Limits", LimitsOf(profile.Limits));
    }

    private static string AccessOf(ProjectAccess access) =>
        access switch
        {
            ProjectAccess.None => "none",
            ProjectAccess.Read => "read",
            _ => "read and write",
        };

    private static string NetworkOf(HostRules? rules, SandboxTier tier)
    {
        if (rules is null)
        {
            return "none";
        }

        var hosts = rules.Allowed switch
        {
            null => "every public host",
            [] => "no host",
            { } listed => string.Join(", ", listed),
        };
        var ports = rules.BlockedPorts.IsEmpty ? "" : $", never port {string.Join(", ", rules.BlockedPorts)}";
        var way = tier == SandboxTier.Restricted ? " (through the host's services alone)" : "";
        return hosts + ports + way;
    }

    private static string LimitsOf(SandboxLimits limits)
    {
        var cpu = limits.CpuPercent is { } percent ? $", {percent}% of a processor" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{limits.MemoryMegabytes} MiB memory{cpu}, {limits.Timeout.TotalSeconds:0.#} s a call, {limits.Processes} processes, {limits.OpenFiles} open files, {limits.OutputMegabytes} MiB output"
        );
    }
}
