using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands.Trust;

/// <summary>Whom this user believes, and how that is changed.</summary>
public sealed class TrustKeyTests : IDisposable
{
    private static readonly string Absent = new('a', 64);

    private readonly CliSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task List_NobodyKnown_SaysHowOneIsLearnt()
    {
        (await _session.RunAsync("trust", "key", "list")).ShouldExit(0).Output.ShouldContain("No publishers are known");
        (await _session.RunAsync("trust", "key", "list", "--json")).Data["publishers"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task AddListForget_AFile_Works()
    {
        var key = await KeyAsync("acme");

        var added = await _session.RunAsync("trust", "key", "add", "@acme", key.File, "--yes", "--json");
        added.ShouldExit(0).Data["keyid"]!.GetValue<string>().ShouldBe(key.Id);
        added.Data["changed"]!.GetValue<bool>().ShouldBeTrue();
        (await _session.RunAsync("trust", "key", "add", "@acme", key.Id, "--yes", "--json")).ShouldExit(0).Data[
            "changed"
        ]!
            .GetValue<bool>()
            .ShouldBeFalse();
        var list = await _session.RunAsync("trust", "key", "list");
        list.ShouldExit(0).Output.ShouldContain("scope @acme");
        list.Output.ShouldContain(key.Id);
        list.Output.ShouldNotContain("not at hand");

        (await _session.RunAsync("trust", "key", "forget", "@acme", Absent, "--yes")).ShouldExit(2);
        (await _session.RunAsync("trust", "key", "forget", "@acme", key.File, "--yes")).ShouldExit(0);
        (await _session.RunAsync("trust", "key", "forget", "@acme", "--yes", "--json"))
            .ShouldExit(2)
            .Codes.ShouldBe(["SPK9025"]);
        (await AuditedAsync()).ShouldBe(["trust-key", "forget-key"]);
    }

    [Fact]
    public async Task Add_IdentifierAlone_SaysThatTheKeyIsNotAtHand()
    {
        var run = await _session.RunAsync(
            "trust",
            "key",
            "add",
            "signer:me@example.com",
            Absent.ToUpperInvariant(),
            "--yes"
        );

        run.ShouldExit(0).Output.ShouldContain("not at hand");
        var list = await _session.RunAsync("trust", "key", "list", "--json");
        list.Data["publishers"]![0]!["publisher"]!.GetValue<string>().ShouldBe("signer:me@example.com");
        list.Data["publishers"]![0]!["keys"]![0]!.GetValue<string>().ShouldBe(Absent);
    }

    [Theory]
    [InlineData("@acme/tool", "@acme")]
    [InlineData("Not a name", "@scope")]
    [InlineData("signer:", "@scope")]
    public async Task Add_NotAPublisher_IsTold(string subject, string hint)
    {
        var run = await _session.RunAsync("trust", "key", "add", subject, Absent, "--yes");

        run.ShouldExit(2).Error.ShouldContain("SPK9025");
        run.Error.ShouldContain(hint);
    }

    [Theory]
    [InlineData("nothing.pem", "SPK9024")]
    [InlineData("abc123", "SPK9024")]
    [InlineData("garbage.pem", "SPK3020")]
    [InlineData("private.pem", "SPK3020")]
    public async Task Add_NotAKey_IsTold(string key, string code)
    {
        await File.WriteAllTextAsync(Path.Combine(_session.Project, "garbage.pem"), "garbage");
        await KeyAsync(".");

        var run = await _session.RunAsync("trust", "key", "add", "tool", key, "--yes", "--json");

        run.ShouldExit(2).Codes.ShouldBe([code]);
    }

    [Theory]
    [InlineData("add", "tool", "KEY")]
    [InlineData("forget", "known")]
    [InlineData("revoke", "KEY")]
    [InlineData("unrevoke", "OTHER")]
    public async Task Change_NoTerminal_SaysWhatItWouldHaveAskedAndChangesNothing(params string[] args)
    {
        var other = new string('b', 64);
        (await _session.RunAsync("trust", "key", "add", "known", Absent, "--yes")).ShouldExit(0);
        (await _session.RunAsync("trust", "key", "revoke", other, "--yes")).ShouldExit(0);
        var file = Path.Combine(_session.Home, ".specify", "trust", "publishers.json");
        var before = await File.ReadAllTextAsync(file);
        string[] command = ["trust", "key", .. args.Select(a => a.Replace("KEY", Absent).Replace("OTHER", other))];

        (await _session.RunAsync(command)).ShouldExit(3).Error.ShouldContain("--yes");
        _session.Typing("n\n");
        (await _session.RunAsync(command)).ShouldExit(3).Error.ShouldContain("SPK5010");
        (await File.ReadAllTextAsync(file)).ShouldBe(before);
        _session.Typing("y\n");
        (await _session.RunAsync(command)).ShouldExit(0);
        (await File.ReadAllTextAsync(file)).ShouldNotBe(before);
    }

    [Fact]
    public async Task Revoke_InstalledPlugin_DoesNotStartUntilItIsTakenBack()
    {
        await InstallSignedAsync();
        var list = await _session.RunAsync("trust", "key", "list", "--json");
        var key = list.Data["publishers"]![0]!["keys"]![0]!.GetValue<string>();

        var revoked = await _session.RunAsync("trust", "key", "revoke", key, "--yes", "--json");
        revoked.ShouldExit(0).Data["stopped"]![0]!.GetValue<string>().ShouldBe("demo");
        (await _session.RunAsync("trust", "key", "revoke", key, "--yes", "--json")).Data["changed"]!
            .GetValue<bool>()
            .ShouldBeFalse();
        (await _session.RunAsync("plugin", "enable", "demo", "--json")).ShouldExit(3).Codes.ShouldContain("SPK5021");
        (await _session.RunAsync("plugin", "verify", "demo")).ShouldExit(3).Output.ShouldContain("REVOKED");
        (await _session.RunAsync("plugin", "audit", "--offline", "--json")).ShouldExit(1).Codes.ShouldBe(["SPK5021"]);
        (await _session.RunAsync("trust", "key", "add", "demo", key, "--yes"))
            .ShouldExit(3)
            .Error.ShouldContain("unrevoke");
        (await _session.RunAsync("trust", "key", "list")).Output.ShouldContain("revoked");

        (await _session.RunAsync("trust", "key", "unrevoke", key, "--yes")).ShouldExit(0);
        (await _session.RunAsync("trust", "key", "unrevoke", key, "--yes")).ShouldExit(2);
        (await _session.RunAsync("plugin", "audit", "--offline")).ShouldExit(0);
        (await AuditedAsync()).Where(a => a.EndsWith("revoke-key")).ShouldBe(["revoke-key", "unrevoke-key"]);
    }

    [Fact]
    public async Task Install_OtherKeyThanBefore_StopsAndTheHintsWork()
    {
        await InstallSignedAsync();
        (await _session.RunAsync("plugin", "remove", "demo", "--purge", "--yes")).ShouldExit(0);
        var other = await KeyAsync("other");
        (
            await _session.RunAsync(
                "plugin",
                "sign",
                _session.At("demo"),
                "--key",
                Path.Combine(other.Folder, "private.pem"),
                "--replace"
            )
        ).ShouldExit(0);
        var archive = _session.At("demo", "demo-1.0.0.tar.gz");
        // The key itself has to be known to verify anything; that it is not the publisher's is another matter.
        (await _session.RunAsync("trust", "key", "add", "somebody", other.File, "--yes")).ShouldExit(0);

        var refused = await _session.RunAsync("plugin", "install", archive, "--yes", "--json");
        refused.ShouldExit(3).Codes.ShouldBe(["SPK5020"]);
        (await _session.RunAsync("plugin", "verify", archive, "--json")).ShouldExit(3).Codes.ShouldBe(["SPK5020"]);
        refused.Error.ShouldContain($"specify trust key add demo {other.Id}");
        (await _session.RunAsync("trust", "key", "add", "demo", other.Id, "--yes")).ShouldExit(0);
        (await _session.RunAsync("trust", "key", "add", "signer:tester", other.Id, "--yes")).ShouldExit(0);

        (await _session.RunAsync("plugin", "install", archive, "--yes")).ShouldExit(0);
    }

    [Fact]
    public async Task AnyCommand_ForgedPins_IsRefused()
    {
        await InstallSignedAsync();
        await File.WriteAllTextAsync(
            Path.Combine(_session.Home, ".specify", "trust", "publishers.json"),
            "{\"version\":1}"
        );

        string[][] commands =
        [
            ["trust", "key", "list"],
            ["trust", "key", "add", "tool", Absent],
            ["trust", "key", "forget", "tool"],
            ["trust", "key", "revoke", Absent],
            ["trust", "key", "unrevoke", Absent],
            ["plugin", "verify", "demo"],
            ["plugin", "enable", "demo"],
        ];
        foreach (var command in commands)
        {
            (await _session.RunAsync([.. command, "--yes", "--json"])).ShouldExit(3).Codes.ShouldContain("SPK5022");
        }

        (await _session.RunAsync("plugin", "audit", "--offline", "--json")).ShouldExit(1).Codes.ShouldBe(["SPK5022"]);
    }

    [Fact]
    public async Task Trust_Alone_StillReviewsTheCheckout() =>
        (await _session.RunAsync("trust")).ShouldExit(0).Output.ShouldContain("Every plugin of this project");

    [Fact]
    public async Task Change_OutsideOfAProject_NeedsNone()
    {
        using var session = new CliSession(initialized: false);

        (await session.RunAsync("trust", "key", "revoke", Absent, "--yes")).ShouldExit(0);

        Directory.Exists(Path.Combine(session.Project, ".specify")).ShouldBeFalse();
    }

    private async Task InstallSignedAsync()
    {
        Plugins.WriteScript(_session.At("demo"));
        (await _session.RunAsync("plugin", "keygen")).ShouldExit(0);
        (await _session.RunAsync("plugin", "build", _session.At("demo"))).ShouldExit(0);
        (await _session.RunAsync("plugin", "sign", _session.At("demo"))).ShouldExit(0);
        (await _session.RunAsync("plugin", "install", _session.At("demo", "demo-1.0.0.tar.gz"), "--yes")).ShouldExit(0);
    }

    private async Task<(string Folder, string File, string Id)> KeyAsync(string name)
    {
        var folder = Path.GetFullPath(name, _session.Project);
        var run = await _session.RunAsync("plugin", "keygen", "-o", folder, "--json");
        return (folder, Path.Combine(folder, "public.pem"), run.ShouldExit(0).Data["keyid"]!.GetValue<string>());
    }

    private async Task<IEnumerable<string>> AuditedAsync()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(_session.Project, ".specify", "audit", "audit.jsonl"));
        return lines.Select(l => System.Text.Json.Nodes.JsonNode.Parse(l)!["action"]!.GetValue<string>());
    }
}
