using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk;
using Speckit.Sdk.Testing;

namespace SecurityScanner.Tests.Scanning;

public sealed class ScanCommandTests : IAsyncDisposable
{
    private const string Name = "jpspec:security-scan";
    private const string Password = "password = 'hardcoded'\n";

    private readonly PluginTestHost _host = new() { PluginName = "security-scanner" };

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Run_CleanProject_Gives0AndNoFindings()
    {
        _host.Project.CreateFile("src/auth.py", "# Clean code\n");

        var result = await RunAsync();

        result.ExitCode.ShouldBe(0);
        Findings(result).ShouldBeEmpty();
        _host.Backlog.Tasks.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_Finding_TellsPlaceRuleAndFixWithTheSecretMasked()
    {
        _host.Project.CreateFile("src/auth.py", $"import os\n\n  {Password}");

        var finding = Findings(await RunAsync()).ShouldHaveSingleItem();

        finding.GetProperty("rule").GetString().ShouldBe("hardcoded-password");
        finding.GetProperty("file").GetString().ShouldBe("src/auth.py");
        finding.GetProperty("line").GetInt32().ShouldBe(3);
        finding.GetProperty("column").GetInt32().ShouldBe(15);
        finding.GetProperty("cwe").GetString().ShouldBe("CWE-798");
        finding.GetProperty("fix").GetString().ShouldNotBeNullOrEmpty();
        finding.GetProperty("snippet").GetString().ShouldBe("password = '****'");
        finding.GetProperty("id").GetString()!.ShouldMatch("^SEC-[0-9a-f]{16}$");
    }

    [Fact]
    public async Task Run_Secret_IsNowhereInWhatLeavesThePlugin()
    {
        const string Secret = "Tr0ub4dor-and-3";
        _host.Project.CreateFile("src/a.py", $"password = '{Secret}'; eval(password, '{Secret}')\n");

        var result = await RunAsync();

        var told =
            JsonSerializer.Serialize(result, ProtocolJsonContext.Default.CommandRunResult)
            + string.Concat(_host.Findings)
            + string.Concat(_host.Backlog.Tasks.Select(t => t.Title + t.Description + string.Concat(t.Metadata!)))
            + string.Concat(_host.Events.Select(e => e.Payload?.GetRawText()));
        told.ShouldNotContain($"password = '{Secret}");
        Findings(result).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Run_Task_HasLabelsMetadataAndEvent()
    {
        _host.Project.CreateFile("src/auth.py", Password);

        var id = Findings(await RunAsync()).Single().GetProperty("id").GetString();

        var task = _host.Backlog.Tasks.ShouldHaveSingleItem();
        task.Title.ShouldBe("[Security] Possible hardcoded password in src/auth.py");
        task.Labels.ShouldBe(["security", "high", "plugin:security-scanner"]);
        task.Metadata!["finding_id"].ShouldBe(id);
        task.Priority.ShouldBe("high");
        _host.Events.Select(e => e.Type).ShouldBe(["plugin.backlog.task.created", "plugin.security.scan.completed"]);
        _host.Events[1].Payload!.Value.GetProperty("tasks_created").GetInt32().ShouldBe(1);
        _host.Events[1].Payload!.Value.GetProperty("high").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Run_Again_CreatesNoSecondTaskEvenWhenTheFirstIsDoneAndLinesMoved()
    {
        _host.Project.CreateFile("src/auth.py", Password);
        await RunAsync();
        _host.Backlog.SetStatus("TASK-1", "Done");
        _host.Project.CreateFile("src/auth.py", $"import os\n\n\n    {Password}");

        var result = await RunAsync();

        _host.Backlog.Tasks.Count.ShouldBe(1);
        result.Result!.Value.GetProperty("tasks").GetProperty("existing").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Run_EqualLines_GetIdsOfTheirOwn()
    {
        _host.Project.CreateFile("src/a.py", "eval(x)\neval(x)\n");

        var ids = Findings(await RunAsync()).Select(f => f.GetProperty("id").GetString());

        ids.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Run_MoreFindingsThanTasksAllowed_CreatesTheGravestFirst()
    {
        _host.Project.CreateFile("src/a.py", "hashlib.md5(x)\neval(x)\n");

        var result = await RunAsync(options: new() { ["max-tasks"] = "1" });

        _host.Backlog.Tasks.ShouldHaveSingleItem().Metadata!["rule"].ShouldBe("dynamic-code");
        result.Result!.Value.GetProperty("tasks").GetProperty("not_created").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("low", 3, 1)]
    [InlineData("medium", 2, 1)]
    [InlineData("high", 1, 1)]
    [InlineData("critical", 0, 0)]
    public async Task Run_Severity_ReportsWhatIsAtOrAboveIt(string severity, int findings, int exitCode)
    {
        _host.Project.CreateFile("src/a.py", "eval(x)\nhashlib.md5(x)\nsubprocess.run('ls', shell=True)\n");

        var result = await RunAsync(options: new() { ["severity"] = severity });

        Findings(result).Length.ShouldBe(findings);
        result.ExitCode.ShouldBe(exitCode);
        result.Result!.Value.GetProperty("statistics").GetProperty("below_threshold").GetInt32().ShouldBe(3 - findings);
    }

    [Fact]
    public async Task Run_Configuration_DecidesWhereNoOptionDoes()
    {
        _host.Config = new JsonObject
        {
            ["severity_threshold"] = "high",
            ["exclude"] = new JsonArray("docs/**"),
            ["create_tasks"] = false,
        };
        _host.Project.CreateFile("src/a.py", "eval(x)\nhashlib.md5(x)\n");
        _host.Project.CreateFile("docs/a.py", "eval(x)\n");

        Findings(await RunAsync()).ShouldHaveSingleItem().GetProperty("file").GetString().ShouldBe("src/a.py");
        _host.Backlog.Tasks.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("src/auth", 1)]
    [InlineData("./src/auth/", 1)]
    [InlineData("src/auth/a.py", 1)]
    [InlineData("auth", 2)]
    [InlineData("user-auth", 1)]
    [InlineData(".", 3)]
    public async Task Run_Feature_ScansItsFiles(string feature, int findings)
    {
        _host.Project.CreateFile("src/auth/a.py", "eval(x)\n");
        _host.Project.CreateFile("web/userAuth.ts", "eval(x)\n");
        _host.Project.CreateFile("web/author.ts", "eval(x)\n");

        Findings(await RunAsync([feature])).Length.ShouldBe(findings);
    }

    [Theory]
    [InlineData("nothing-like-it", "belongs to")]
    [InlineData("../other", "outside the project")]
    [InlineData("/etc", "outside the project")]
    [InlineData("C:\\x", "outside the project")]
    public async Task Run_FeatureThatIsNone_SaysWhatToGive(string feature, string message)
    {
        _host.Project.CreateFile("src/a.py", "eval(x)\n");

        var error = await Should.ThrowAsync<RpcErrorException>(() => RunAsync([feature]));

        error.Code.ShouldBe(RpcErrorCodes.InvalidParams);
        error.Message.ShouldContain(message);
    }

    [Fact]
    public async Task Run_Changed_ScansChangedFilesAlone()
    {
        _host.Project.CreateFile("src/a.py", "eval(x)\n");
        _host.Project.CreateFile("src/b.py", "eval(x)\n");
        _host.Project.ChangedFiles.Add("src/b.py");
        _host.Project.ChangedFiles.Add("README.md");

        Findings(await RunAsync(options: new() { ["changed"] = true }))
            .ShouldHaveSingleItem()
            .GetProperty("file")
            .GetString()
            .ShouldBe("src/b.py");
    }

    [Fact]
    public async Task Run_OptionsThatContradict_AreRefused()
    {
        var both = await Should.ThrowAsync<RpcErrorException>(() => RunAsync(["a"], new() { ["changed"] = true }));
        both.Message.ShouldContain("not both");
        var negative = await Should.ThrowAsync<RpcErrorException>(() =>
            RunAsync(options: new() { ["max-tasks"] = "-1" })
        );
        negative.Message.ShouldContain("negative");
    }

    [Fact]
    public async Task Run_WithoutBacklogCapability_ScansAndWarns()
    {
        _host.Capabilities.Remove("backlog.write");
        _host.Project.CreateFile("src/auth.py", Password);

        var result = await RunAsync();

        result.ExitCode.ShouldBe(1);
        _host.ConsoleLines.ShouldContain(line => line.Level == "warning" && line.Text.Contains("backlog.write"));
    }

    [Fact]
    public async Task Run_WithoutReadCapability_FailsAsDenied()
    {
        _host.Capabilities.Remove("filesystem.read");

        (await Should.ThrowAsync<RpcErrorException>(() => RunAsync())).Code.ShouldBe(RpcErrorCodes.CapabilityDenied);
    }

    [Fact]
    public async Task Run_FilesNotWorthScanning_AreSkippedAndCounted()
    {
        _host.Project.CreateFile("node_modules/x/index.js", "eval(x)");
        _host.Project.CreateFile("vendor/x.py", "eval(x)");
        _host.Project.CreateFile("src/app.min.js", "eval(x)");
        _host.Project.CreateFile("src/line.js", "eval(x);" + new string('a', 30_000));
        _host.Project.CreateFile("src/api_pb2.py", "eval(x)");
        _host.Project.CreateFile("src/gen.cs", "// <auto-generated/>\nMD5.Create();");
        _host.Project.CreateFile("package-lock.json", "{\"password\": \"q1w2e3r4\"}");
        _host.Project.CreateFile("src/bin.py", [0x65, 0xFF, 0xFE]);
        _host.Project.CreateFile("src/nul.py", "eval(x)\0");
        _host.Project.CreateFile("src/big.py", string.Concat(Enumerable.Repeat("eval(x)\n", 140_000)));

        var result = await RunAsync();

        result.ExitCode.ShouldBe(0);
        var statistics = result.Result!.Value.GetProperty("statistics");
        statistics.GetProperty("files_scanned").GetInt32().ShouldBe(0);
        statistics
            .GetProperty("skipped_by_reason")
            .EnumerateObject()
            .Select(p => $"{p.Name}={p.Value}")
            .ShouldBe(["vendored=2", "generated=3", "minified=2", "binary=2", "too_large=1"]);
    }

    [Theory]
    [InlineData("tests/test_auth.py")]
    [InlineData("src/test_auth.py")]
    [InlineData("src/auth_test.py")]
    [InlineData("web/auth.spec.ts")]
    [InlineData("src/Auth.Tests/AuthTests.cs")]
    public async Task Run_TestCode_IsJudgedByKnownSecretsAlone(string path)
    {
        _host.Project.CreateFile(path, "password = 'hunter2x'; token = \"AKIA" + "Q3EGRTLK7ZP2MVW4\"\n");

        Findings(await RunAsync()).ShouldHaveSingleItem().GetProperty("rule").GetString().ShouldBe("aws-access-key");
        Findings(await RunAsync(options: new() { ["include-tests"] = true })).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("eval(x)  # speckit: ignore", 0)]
    [InlineData("eval(x)  # speckit: ignore[dynamic-code] reviewed", 0)]
    [InlineData("# speckit: ignore[dynamic-code]\neval(x)", 0)]
    [InlineData("eval(x)  # speckit: ignore[weak-hash]", 1)]
    [InlineData("# speckit: ignore\n\neval(x)", 1)]
    [InlineData("eval(x)\n# speckit: ignore", 1)]
    [InlineData("s = '# speckit: ignore'; eval(x)", 1)]
    [InlineData("eval(x)  # speckit: ignore[weak-hash, dynamic-code]", 0)]
    public async Task Run_IgnoreComment_SilencesItsLine(string text, int findings)
    {
        _host.Project.CreateFile("src/a.py", text + "\n");

        var result = await RunAsync();

        Findings(result).Length.ShouldBe(findings);
        result.Result!.Value.GetProperty("statistics").GetProperty("suppressed").GetInt32().ShouldBe(1 - findings);
    }

    [Theory]
    [InlineData("""{"artifacts":["src/auth/"]}""", "src/auth/a.py")]
    [InlineData("""{"artifacts":[]}""", "src/b.py")]
    [InlineData("""{"artifacts":"src"}""", "src/b.py")]
    [InlineData("null", "src/b.py")]
    public async Task Hook_AfterImplement_ScansArtifactsOrWhatChanged(string payload, string file)
    {
        _host.Project.CreateFile("src/auth/a.py", "eval(x)\n");
        _host.Project.CreateFile("src/b.py", "eval(x)\n");
        _host.Project.ChangedFiles.Add("src/b.py");
        await StartAsync();
        using var json = JsonDocument.Parse(payload);
        var envelope = new EventEnvelope(
            "evt_1",
            "workflow.implement.completed",
            "1.0",
            DateTimeOffset.UnixEpoch,
            "demo",
            "core",
            "user-auth",
            Payload: json.RootElement
        );

        await _host.SendEventAsync(envelope, "SecurityScanner.PostImplementHook");

        _host.Findings.ShouldHaveSingleItem().File.ShouldBe(file);
        _host.Events[^1].Feature.ShouldBe("user-auth");
    }

    private Task StartAsync() =>
        _host.StartAsync(
            PluginHost
                .CreateBuilder()
                .AddCommand<ScanCommand>()
                .AddHook<PostImplementHook>("workflow.implement.completed")
        );

    private bool _started;

    private async Task<CommandRunResult> RunAsync(string[]? arguments = null, JsonObject? options = null)
    {
        if (!_started)
        {
            await StartAsync();
            _started = true;
        }

        return await _host.RunCommandAsync(Name, arguments, options);
    }

    private static JsonElement[] Findings(CommandRunResult result) =>
        [.. result.Result!.Value.GetProperty("findings").EnumerateArray()];
}
