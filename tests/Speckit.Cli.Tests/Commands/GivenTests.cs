using System.Text.Json;
using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands;

/// <summary><c>specify plugin info</c> of an installed plugin: what it is really given.</summary>
public sealed class GivenTests
{
    private const string Sandbox = """
        resource_limits:
          memory_mb: 128
          cpu_percent: 50
        sandbox:
          network:
            allowed_hosts: [api.example.com]
            blocked_ports: [22]
          filesystem:
            read: [src, ~/.ssh/id_rsa]
            write: [out]
          environment: [JIRA_URL, LD_PRELOAD]

        """;

    [Fact]
    public async Task Info_AnInstalledPlugin_TellsFilesHostsAndLimits()
    {
        using var session = await InstalledAsync();

        var run = await session.RunAsync("plugin", "info", "demo");

        run.ShouldExit(0).Output.ShouldContain("Given when it runs here:");
        run.Output.ShouldContain("Sandbox tier: process");
        run.Output.ShouldContain($"Reads: {session.Project}/src");
        run.Output.ShouldContain($"Writes: {session.Project}/out");
        run.Output.ShouldContain("Does not get: ~/.ssh/id_rsa");
        run.Output.ShouldContain("Network: api.example.com, never port 22");
        run.Output.ShouldContain("Environment: HOME, PATH, LANG, JIRA_URL");
        run.Output.ShouldContain("128 MiB memory, 50% of a processor");
    }

    [Fact]
    public async Task Info_AsJson_IsTheSame()
    {
        using var session = await InstalledAsync();

        var run = await session.RunAsync("plugin", "info", "demo", "--json");

        using var document = JsonDocument.Parse(run.ShouldExit(0).Output);
        var given = document.RootElement.GetProperty("data").GetProperty("installed").GetProperty("given");
        given.GetProperty("tier").GetString().ShouldBe("process");
        given.GetProperty("files").GetProperty("project").GetString().ShouldBe("none");
        given.GetProperty("network").GetProperty("allowedHosts")[0].GetString().ShouldBe("api.example.com");
        given.GetProperty("subprocess").GetBoolean().ShouldBeFalse();
        given.GetProperty("limits").GetProperty("memoryMb").GetInt32().ShouldBe(128);
    }

    [Fact]
    public async Task Info_APolicyThatForbidsOrDemands_SaysSo()
    {
        using var session = await InstalledAsync();
        var policy = Path.Combine(session.Project, ".specify", "policy.yaml");
        File.WriteAllText(
            policy,
            "plugin_policy:\n  sandbox: { minimum_tier: full, limits: { memory_mb: 64 } }\n  capabilities: { blocked: [network] }\n"
        );

        var demanded = await session.RunAsync("plugin", "info", "demo");
        File.WriteAllText(policy, "plugin_policy:\n  blocked: [demo]\n");
        var forbidden = await session.RunAsync("plugin", "info", "demo");

        demanded.ShouldExit(0).Output.ShouldContain("a policy demands full");
        demanded.Output.ShouldContain("Network: none");
        demanded.Output.ShouldContain("64 MiB memory");
        forbidden.ShouldExit(0).Output.ShouldContain("it would not start");
    }

    private static async Task<CliSession> InstalledAsync()
    {
        var session = new CliSession();
        var folder = session.At("demo");
        Directory.CreateDirectory(folder);
        const string head = """
            apiVersion: speckit.dev/v1
            kind: Plugin
            metadata:
              name: demo
              version: 1.0.0
              author: tests
              license: MIT
              description: Demo
            requires:
              capabilities: [filesystem.read, filesystem.write, network, environment]
            provides:
              agents:
                - name: helper
                  description: Helps
                  persona_file: agent.md

            """;
        File.WriteAllText(Path.Combine(folder, "plugin.yaml"), head + Sandbox);
        File.WriteAllText(Path.Combine(folder, "agent.md"), "You help.");
        (await session.RunAsync("plugin", "install", folder, "--yes")).ShouldExit(0);
        return session;
    }
}
