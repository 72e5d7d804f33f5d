using Speckit.Cli.Tests.Support;
using Speckit.Host;
using Speckit.Host.Policy;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Projects;
using Speckit.Manifests.Model;
using Speckit.Packaging.Signing;

namespace Speckit.Cli.Tests.Commands;

/// <summary><c>specify policy</c>: checking, explaining, and the answers of administrators.</summary>
public sealed class PolicyTests
{
    [Fact]
    public async Task Check_NoPolicyAndNoPlugins_IsDone()
    {
        using var session = new CliSession();

        var run = await session.RunAsync("policy", "check");

        run.ShouldExit(0).Output.ShouldContain("project  .specify/policy.yaml: none");
        run.Output.ShouldContain("No plugins installed.");
    }

    [Fact]
    public async Task Check_OutsideAProject_SaysSo()
    {
        using var session = new CliSession(initialized: false);

        (await session.RunAsync("policy", "check", "--json")).ShouldExit(2).Codes.ShouldBe(["SPK5001"]);
    }

    [Fact]
    public async Task Check_InvalidPolicy_Exits3AndNamesEachMistake()
    {
        using var session = new CliSession();
        Project(session, "plugin_polcy: {}\nregistry: { security: { code_scaning: true } }\n");

        var run = await session.RunAsync("policy", "check");

        run.ShouldExit(3).Error.ShouldContain(".specify/policy.yaml:1:1: error SPK8001");
        run.Error.ShouldContain("did you mean 'plugin_policy'?");
        run.Error.ShouldContain(".specify/policy.yaml:2:");
        run.Error.ShouldContain("did you mean 'code_scanning'?");
    }

    [Fact]
    public async Task Check_InstalledPluginThatIsRefused_Exits3AndSaysWhere()
    {
        using var session = await InstalledAsync("[filesystem.read, network]");
        System(session, "plugin_policy:\n  trust:\n    minimum_level: verified\n");

        var run = await session.RunAsync("policy", "check");
        run.ShouldExit(3).Output.ShouldContain("refused");
        run.Error.ShouldContain(
            "policy.yaml:3:5: error SPK8002: demo 1.0.0 is refused by 'plugin_policy.trust.minimum_level'"
        );
        run.Error.ShouldContain("at least verified is wanted");

        var json = await session.RunAsync("policy", "check", "--json");
        json.ShouldExit(3).Codes.ShouldBe(["SPK8002"]);
        json.Data["policies"]!.AsArray().Select(p => p!["present"]!.GetValue<bool>()).ShouldBe([true, false, false]);
        var plugin = json.Data["plugins"]!.AsArray().ShouldHaveSingleItem()!;
        plugin["verdict"]!.GetValue<string>().ShouldBe("refused");
        plugin["rules"]![0]!["line"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task Check_BlockedCapability_IsDoneAndShown()
    {
        using var session = await InstalledAsync("[filesystem.read, network]");
        Project(session, "plugin_policy: { capabilities: { blocked: [network] } }");

        (await session.RunAsync("policy", "check"))
            .ShouldExit(0)
            .Output.ShouldMatch("demo +1\\.0\\.0 +allowed +1 +network");
    }

    [Fact]
    public async Task Check_RuleThatNothingActsOn_IsWarnedOf()
    {
        using var session = new CliSession();
        Project(session, "registry: { security: { code_scanning: true } }");

        (await session.RunAsync("policy", "check")).ShouldExit(0).Error.ShouldContain("warning SPK8010");
        (await session.RunAsync("policy", "check", "--json")).ShouldExit(0).Codes.ShouldBe(["SPK8010"]);
    }

    [Fact]
    public async Task Explain_InstalledPlugin_ShowsEachRuleWithItsPlace()
    {
        using var session = await InstalledAsync("[network]");
        System(session, "plugin_policy: { plugins: { blocked: ['experimental-*'] } }");
        Project(
            session,
            """
            plugin_policy:
              capabilities:
                blocked: [network]
              sandbox:
                minimum_tier: restricted
                limits: { memory_mb: 256 }
            """
        );

        var run = await session.RunAsync("policy", "explain", "demo");

        run.ShouldExit(0).Output.ShouldStartWith("demo 1.0.0: allowed, without network");
        run.Output.ShouldContain("plugin_policy.plugins.blocked (system)");
        run.Output.ShouldContain("plugin_policy.capabilities.blocked (project)");
        run.Output.ShouldContain(".specify/policy.yaml:3:15");
        run.Output.ShouldContain("Sandbox: at least restricted");
        run.Output.ShouldContain("Limits: memory_mb 256");
    }

    [Theory]
    [InlineData("demo@1.0.0", true, "1.0.0")]
    [InlineData("demo@2.0.0", false, "2.0.0")]
    [InlineData("@s/other", false, null)]
    public async Task Explain_Version_IsTheInstalledOneOrUnknown(string plugin, bool installed, string? version)
    {
        using var session = await InstalledAsync("[]");

        var run = await session.RunAsync("policy", "explain", plugin, "--json");

        run.ShouldExit(0).Data["installed"]!.GetValue<bool>().ShouldBe(installed);
        run.Data["version"]?.GetValue<string>().ShouldBe(version);
    }

    [Fact]
    public async Task Explain_NotInstalled_SaysWhatIsUnknownAndWhatIsNot()
    {
        using var session = new CliSession();
        Project(session, "plugin_policy: { trust: { minimum_level: verified }, plugins: { blocked: [evil] } }");

        var good = await session.RunAsync("policy", "explain", "good");
        good.ShouldExit(0).Output.ShouldStartWith("good: not forbidden by its name alone");
        good.Output.ShouldContain("is not known yet");
        var evil = await session.RunAsync("policy", "explain", "evil", "--json");
        evil.ShouldExit(0).Data["verdict"]!.GetValue<string>().ShouldBe("refused");
    }

    [Theory]
    [InlineData("Demo")]
    [InlineData("demo@latest")]
    [InlineData("demo@")]
    public async Task Explain_NoPlugin_IsBadUsage(string plugin)
    {
        using var session = new CliSession();

        (await session.RunAsync("policy", "explain", plugin, "--json")).ShouldExit(2).Codes.ShouldBe(["SPK9001"]);
    }

    [Fact]
    public async Task ApproveAndDeny_Request_GoThroughEveryState()
    {
        using var session = await InstalledAsync("[network]");
        using var admin = SigningKey.Generate();
        System(session, NeedsApproval(admin));
        var key = WriteKey(session, "admin", admin);

        (await session.RunAsync("policy", "check")).ShouldExit(3).Error.ShouldContain("SPK8003");
        (await session.RunAsync("policy", "requests")).ShouldExit(0).Output.ShouldContain("Nothing was asked for.");
        (await AskAsync(session)).ShouldBe("SPK8003");
        (await StatusAsync(session)).ShouldBe("pending");

        var approved = await session.RunAsync("policy", "approve", "demo", "--key", key, "--yes");
        approved.ShouldExit(0).Output.ShouldContain("Approved by security team");
        (await StatusAsync(session)).ShouldBe("approved");
        (await AskAsync(session)).ShouldBeNull();
        (await session.RunAsync("policy", "check")).ShouldExit(0);

        (await session.RunAsync("policy", "deny", "demo", "--reason", "no network")).ShouldExit(0);
        (await StatusAsync(session)).ShouldBe("denied");
        (await session.RunAsync("policy", "check")).ShouldExit(3).Error.ShouldContain("no network");

        var again = await session.RunAsync(
            "policy",
            "approve",
            "demo",
            "--key",
            key,
            "--yes",
            "--expires-in",
            "30",
            "--json"
        );
        again.ShouldExit(0).Data["expires"].ShouldNotBeNull();
        (await StatusAsync(session)).ShouldBe("approved");

        var audit = await File.ReadAllLinesAsync(Path.Combine(session.Project, ".specify", "audit", "audit.jsonl"));
        audit.Count(l => l.Contains("\"action\":\"approve\"")).ShouldBe(2);
        audit.Count(l => l.Contains("\"action\":\"deny\"")).ShouldBe(1);
    }

    [Fact]
    public async Task Approve_KeyThatIsNoAdmins_IsRefused()
    {
        using var session = await InstalledAsync("[network]");
        using var admin = SigningKey.Generate();
        using var other = SigningKey.Generate();
        System(session, NeedsApproval(admin));
        Project(session, NeedsApproval(other));
        await AskAsync(session);

        var run = await session.RunAsync(
            "policy",
            "approve",
            "demo",
            "--key",
            WriteKey(session, "other", other),
            "--yes",
            "--json"
        );

        run.ShouldExit(3).Codes.ShouldBe(["SPK8007"]);
        (await StatusAsync(session)).ShouldBe("pending");
    }

    [Theory]
    [InlineData("y\n", 0)]
    [InlineData("n\n", 3)]
    public async Task Approve_Terminal_ShowsWhatAndAsks(string typed, int code)
    {
        using var session = await InstalledAsync("[network]");
        using var admin = SigningKey.Generate();
        System(session, NeedsApproval(admin));
        await AskAsync(session);

        var run = await session
            .Typing(typed)
            .RunAsync("policy", "approve", "demo", "--key", WriteKey(session, "admin", admin));

        run.ShouldExit(code).Output.ShouldContain("Approve exactly this? [y/N]: ");
        run.Output.ShouldContain("sha256:");
        run.Output.ShouldContain("Make requests over the network");
    }

    [Fact]
    public async Task Approve_NoTerminal_Exits3()
    {
        using var session = await InstalledAsync("[network]");
        using var admin = SigningKey.Generate();
        System(session, NeedsApproval(admin));
        await AskAsync(session);

        var run = await session.RunAsync(
            "policy",
            "approve",
            "demo",
            "--key",
            WriteKey(session, "admin", admin),
            "--json"
        );

        run.ShouldExit(3).Codes.ShouldBe(["SPK5011"]);
    }

    [Fact]
    public async Task Approve_RequestsFile_IsFoundFromBelowTheRoot()
    {
        using var session = await InstalledAsync("[network]");
        using var admin = SigningKey.Generate();
        System(session, NeedsApproval(admin));
        await AskAsync(session);
        var list = await session.RunAsync("policy", "requests", "--json");
        var file = list.Data["requests"]![0]!["file"]!.GetValue<string>();
        session.WorkingDirectory = Directory.CreateDirectory(Path.Combine(session.Project, "src")).FullName;

        (
            await session.RunAsync("policy", "approve", file, "--key", WriteKey(session, "admin", admin), "--yes")
        ).ShouldExit(0);
    }

    [Theory]
    [InlineData("absent", "SPK8008")]
    [InlineData("absent.json", "SPK2070")]
    [InlineData("config.json", "SPK8009")]
    public async Task ApproveAndDeny_NoRequest_IsBadInput(string request, string code)
    {
        using var session = new CliSession();
        await File.WriteAllTextAsync(Path.Combine(session.Project, "config.json"), "{}");

        (await session.RunAsync("policy", "approve", request, "--yes", "--json")).ShouldExit(2).Codes.ShouldBe([code]);
        (await session.RunAsync("policy", "deny", request, "--json")).ShouldExit(2).Codes.ShouldBe([code]);
    }

    [Fact]
    public async Task Approve_SeveralRequests_AreNamed()
    {
        using var session = await InstalledAsync("[network]");
        using var admin = SigningKey.Generate();
        System(session, NeedsApproval(admin));
        await AskAsync(session);
        await AskAsync(session, "2.0.0");

        var run = await session.RunAsync(
            "policy",
            "approve",
            "demo",
            "--key",
            WriteKey(session, "admin", admin),
            "--yes"
        );

        run.ShouldExit(2).Error.ShouldContain(".specify/approvals/demo-1.0.0-");
        run.Error.ShouldContain(".specify/approvals/demo-2.0.0-");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("99999")]
    public async Task Approve_ExpiryOutOfBounds_IsBadUsage(string days)
    {
        using var session = new CliSession();

        (await session.RunAsync("policy", "approve", "demo", $"--expires-in={days}", "--json"))
            .ShouldExit(2)
            .Codes.ShouldBe(["SPK9001"]);
    }

    private static async Task<CliSession> InstalledAsync(string capabilities)
    {
        var session = new CliSession();
        Plugins.WriteScript(session.At("demo"), capabilities: capabilities);
        (await session.RunAsync("plugin", "install", session.At("demo"), "--yes")).ShouldExit(0);
        return session;
    }

    /// <summary>Comes to the gate as the install of a plugin does; gives the code of the refusal.</summary>
    private static async Task<string?> AskAsync(CliSession session, string? version = null)
    {
        using var writer = new StringWriter();
        var environment = session.Environment(writer, writer);
        var host = new HostEnvironment(new ProjectLayout(session.Project), environment.User, environment.Time, []);
        var name = PluginName.Parse("demo");
        var locked = Host.Locking.LockFileReader.Read(host.Project.LockFile).Value.Plugins[name];
        var subject = PolicySubject.OfLocked(name, locked, PolicyMoment.Enable, host.Consents.Read(host.Project)[name]);
        var evaluated = await PolicyGate.EvaluateAsync(
            host,
            version is null ? subject : subject with { Version = version },
            CancellationToken.None
        );
        host.Audit.Dispose();
        return evaluated.Diagnostics.FirstOrDefault()?.Code;
    }

    private static async Task<string> StatusAsync(CliSession session)
    {
        var run = await session.RunAsync("policy", "requests", "--json");
        return run.ShouldExit(0).Data["requests"]!.AsArray().ShouldHaveSingleItem()!["status"]!.GetValue<string>();
    }

    private static string NeedsApproval(SigningKey admin) =>
        $"""
            plugin_policy:
              capabilities:
                require_approval: [network]
              approvals:
                admin_keys:
                  - name: security team
                    keyid: {admin.PublicKey.KeyId}
            """;

    private static string WriteKey(CliSession session, string name, SigningKey key)
    {
        var folder = Directory.CreateDirectory(session.At(name)).FullName;
        key.Save(folder).Succeeded.ShouldBeTrue();
        return Path.Combine(folder, SigningKey.PrivateFileName);
    }

    private static void System(CliSession session, string text)
    {
        Directory.CreateDirectory(session.At("etc"));
        File.WriteAllText(session.At("etc", "policy.yaml"), text);
    }

    private static void Project(CliSession session, string text) =>
        File.WriteAllText(Path.Combine(session.Project, ".specify", "policy.yaml"), text);
}
