using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands;

/// <summary><c>specify plugin audit</c>.</summary>
public sealed class AuditTests(TestRegistry registry) : IClassFixture<TestRegistry>, IDisposable
{
    private readonly CliSession _session = new();

    private string AuditFile => Path.Combine(_session.Project, ".specify", "audit", "audit.jsonl");

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task Audit_NothingInstalled_IsClean()
    {
        var run = await _session.RunAsync("plugin", "audit");

        run.ShouldExit(0).Output.ShouldContain("No plugins installed.");
        run.Output.ShouldContain("No problems found.");
    }

    [Fact]
    public async Task Audit_CleanPlugin_TellsWhatItIs()
    {
        await InstallAsync("[filesystem.read]");

        var text = await _session.RunAsync("plugin", "audit");
        var run = await _session.RunAsync("plugin", "audit", "--json");

        text.ShouldExit(0).Output.ShouldContain("filesystem.read");
        text.Output.ShouldContain("no advisory source");
        text.Output.ShouldContain("given on this machine");
        var plugin = run.ShouldExit(0).Data["plugins"]![0]!;
        plugin["trust"]!.GetValue<string>().ShouldBe("unsigned");
        plugin["consent"]!.GetValue<string>().ShouldBe("given");
        plugin["registry"]!.GetValue<string>().ShouldBe("none");
        run.Data["advisories"].ShouldBeNull();
        run.Data["log"]!["whole"]!.GetValue<bool>().ShouldBeTrue();
        run.Data["problems"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Audit_ChangedFile_NamesItAndExits1()
    {
        await InstallAsync();
        await File.AppendAllTextAsync(
            Path.Combine(_session.Project, ".specify", "plugins", "demo", "src", "hello.py"),
            "import os\n"
        );

        var text = await _session.RunAsync("plugin", "audit");
        var run = await _session.RunAsync("plugin", "audit", "--json");

        text.ShouldExit(1).Output.ShouldContain("src/hello.py");
        text.Error.ShouldContain("specify plugin repair demo");
        run.ShouldExit(1).Codes.ShouldBe(["SPK5012"]);
        run.Data["plugins"]![0]!["changes"]![0]!["path"]!.GetValue<string>().ShouldBe("src/hello.py");
    }

    [Fact]
    public async Task Audit_Advisories_AreMatched()
    {
        await InstallAsync();
        Directory.CreateDirectory(_session.At("osv"));
        const string template =
            """{"id":"X-1","summary":"Bad\u001b[2J","affected":[{"package":{"ecosystem":"Speckit","name":"demo"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"FIXED"}]}]}]}""";
        await File.WriteAllTextAsync(_session.At("osv", "x.json"), template.Replace("FIXED", "1.0.0"));
        var clean = await _session.RunAsync("plugin", "audit", "--advisories", _session.At("osv"));
        clean.ShouldExit(0).Output.ShouldContain("1 advisories looked at");

        await File.WriteAllTextAsync(_session.At("osv", "x.json"), template.Replace("FIXED", "1.0.1"));
        var run = await _session.RunAsync("plugin", "audit", "--advisories", _session.At("osv"), "--json");
        run.ShouldExit(1).Codes.ShouldBe(["SPK5039"]);
        run.Data["plugins"]![0]!["advisories"]![0]!.GetValue<string>().ShouldBe("X-1");
        Hostile.ShouldBeHarmless(run.Error, "summary");

        (await _session.RunAsync("plugin", "audit", "--advisories", "nothing", "--json"))
            .ShouldExit(2)
            .Codes.ShouldBe(["SPK5035"]);
    }

    [Theory]
    [InlineData("edit", "SPK5036")]
    [InlineData("remove", "SPK5036")]
    [InlineData("reorder", "SPK5036")]
    [InlineData("cut", "SPK5037")]
    [InlineData("delete", "SPK5037")]
    public async Task Audit_LogTamperedWith_IsFoundAndSaysWhere(string how, string code)
    {
        await InstallAsync();
        (await _session.RunAsync("trust", "key", "revoke", new string('a', 64), "--yes")).ShouldExit(0);
        (await _session.RunAsync("trust", "key", "unrevoke", new string('a', 64), "--yes")).ShouldExit(0);
        var lines = (await File.ReadAllLinesAsync(AuditFile)).ToList();
        switch (how)
        {
            case "edit":
                lines[0] = lines[0].Replace("demo", "d3mo");
                break;
            case "remove":
                lines.RemoveAt(0);
                break;
            case "reorder":
                (lines[0], lines[1]) = (lines[1], lines[0]);
                break;
            default:
                lines.RemoveAt(lines.Count - 1);
                break;
        }

        if (how == "delete")
        {
            File.Delete(AuditFile);
        }
        else
        {
            await File.WriteAllTextAsync(AuditFile, string.Concat(lines.Select(l => l + "\n")));
        }

        var run = await _session.RunAsync("plugin", "audit", "--json");

        run.ShouldExit(1).Codes.ShouldContain(code);
        run.Data["log"]!["whole"]!.GetValue<bool>().ShouldBeFalse();
        (await _session.RunAsync("plugin", "audit")).ShouldExit(1).Error.ShouldContain("audit.jsonl");
    }

    [Fact]
    public async Task AcceptLog_AfterACut_IsAskedAndWrittenDown()
    {
        await InstallAsync();
        (await _session.RunAsync("trust", "key", "revoke", new string('a', 64), "--yes")).ShouldExit(0);
        await File.WriteAllTextAsync(AuditFile, (await File.ReadAllLinesAsync(AuditFile))[0] + "\n");

        (await _session.RunAsync("plugin", "audit", "--accept-log")).ShouldExit(3).Error.ShouldContain("--yes");
        (await _session.RunAsync("plugin", "audit", "--json")).ShouldExit(1).Codes.ShouldBe(["SPK5037"]);
        (await _session.RunAsync("plugin", "audit", "--accept-log", "--yes")).ShouldExit(0);

        (await _session.RunAsync("plugin", "audit")).ShouldExit(0).Output.ShouldContain("2 lines, whole");
        (await File.ReadAllTextAsync(AuditFile)).ShouldContain("accept-log");
    }

    [Fact]
    public async Task Audit_Checkout_TellsThatNobodyConsented()
    {
        await InstallAsync();
        Directory.Delete(Path.Combine(_session.Home, ".specify", "trust", "projects"), recursive: true);

        var run = await _session.RunAsync("plugin", "audit", "--json");

        run.ShouldExit(0).Data["plugins"]![0]!["consent"]!.GetValue<string>().ShouldBe("none");
        (await _session.RunAsync("plugin", "audit")).Output.ShouldContain("specify trust");
    }

    [Fact]
    public async Task Audit_WithdrawnVersion_IsToldByItsRegistryAndOfflineNotAsked()
    {
        var token = await registry.TokenAsync("author");
        _session.With("SPECKIT_TOKEN", token);
        Plugins.WriteScript(_session.At("gone"), name: "gone");
        (await _session.RunAsync("plugin", "keygen")).ShouldExit(0);
        (await _session.RunAsync("plugin", "build", _session.At("gone"))).ShouldExit(0);
        (await _session.RunAsync("plugin", "sign", _session.At("gone"))).ShouldExit(0);
        (await _session.RunAsync("plugin", "registry", "add", registry.Url, "--name", "local")).ShouldExit(0);
        (await _session.RunAsync("plugin", "publish", _session.At("gone"))).ShouldExit(0);
        (await _session.RunAsync("plugin", "install", "gone", "--yes")).ShouldExit(0);
        var offered = await _session.RunAsync("plugin", "audit", "--json");
        offered.ShouldExit(0).Data["plugins"]![0]!["registry"]!.GetValue<string>().ShouldBe("offered");
        (await _session.RunAsync("plugin", "verify", "gone")).ShouldExit(0);

        using var http = new HttpClient();
        using var yank = new HttpRequestMessage(HttpMethod.Post, registry.Url + "/plugins/gone/versions/1.0.0/yank");
        yank.Headers.Authorization = new("Bearer", token);
        using var answer = await http.SendAsync(yank);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());

        var run = await _session.RunAsync("plugin", "audit", "--json");
        run.ShouldExit(1).Codes.ShouldBe(["SPK5038"]);
        run.Error.ShouldContain("withdrawn by local");
        (await _session.RunAsync("plugin", "audit", "--offline", "--json")).ShouldExit(0).Data["plugins"]![0]![
            "registry"
        ]!
            .GetValue<string>()
            .ShouldBe("not-asked");
    }

    private async Task InstallAsync(string capabilities = "[]")
    {
        Plugins.WriteScript(_session.At("demo"), capabilities: capabilities);
        (await _session.RunAsync("plugin", "install", _session.At("demo"), "--yes")).ShouldExit(0);
    }
}
