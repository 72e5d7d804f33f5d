using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Speckit.Cli.Tests.Commands.Telemetry;

/// <summary>Which runs are recorded, and as what: the greeter, said by the lock file to come from the public registry.</summary>
public sealed class RecordedRunTests : IAsyncLifetime
{
    private readonly GreeterProject _project = new();

    private string Spool => Path.Combine(_project.Session.Home, ".specify", "telemetry", "spool.jsonl");

    public async ValueTask InitializeAsync()
    {
        await _project.InitializeAsync();
        var path = Path.Combine(_project.Session.Project, ".specify", "plugins.lock.json");
        var locked = Regex.Replace(
            File.ReadAllText(path),
            "\"resolved\": \"[^\"]*\"",
            "\"resolved\": \"https://plugins.speckit.dev/plugins/greeter/versions/1.0.0/download\"",
            RegexOptions.NonBacktracking
        );
        File.WriteAllText(path, locked);
        (await _project.Session.RunAsync("telemetry", "enable", "--yes")).ShouldExit(0);
    }

    public ValueTask DisposeAsync() => _project.DisposeAsync();

    [Theory]
    [InlineData("run greet:hello s3cret --shout", true)]
    [InlineData("run greet:hello s3cret --json", true)]
    [InlineData("run greet:attack", false)]
    [InlineData("run greet:fail", false)]
    [InlineData("run greet:wait --timeout 1", false)]
    public async Task Run_OfThePlugin_IsOneRecordOfFiveFieldsWithoutArguments(string line, bool succeeded)
    {
        _ = await _project.Session.RunAsync(line.Split(' '));

        var written = File.ReadAllLines(Spool).Single();
        written.ShouldNotContain("s3cret");
        var record = JsonNode.Parse(written)!.AsObject();
        record
            .Select(field => field.Key)
            .ShouldBe(["plugin_name", "plugin_version", "command_invoked", "success", "execution_duration"]);
        record["command_invoked"]!.GetValue<string>().ShouldBe(line.Split(' ')[1]);
        record["success"]!.GetValue<bool>().ShouldBe(succeeded);
        record["execution_duration"]!.GetValue<int>().ShouldBeInRange(1, 600_000);
    }

    [Theory]
    [InlineData("run greet:hello --help")]
    [InlineData("run greet:absent")]
    [InlineData("run greet:hello --times many")]
    [InlineData("plugin list")]
    [InlineData("telemetry status")]
    public async Task Run_ThatNeverReachedThePlugin_IsNotRecorded(string line)
    {
        _ = await _project.Session.RunAsync(line.Split(' '));

        File.Exists(Spool).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_RefusedByPolicyOrForWantOfTrust_IsNotRecorded()
    {
        var policy = Path.Combine(_project.Session.Project, ".specify", "policy.yaml");
        File.WriteAllText(policy, "plugin_policy: { plugins: { blocked: [greeter] } }");
        (await _project.Session.RunAsync("run", "greet:hello")).ShouldExit(3);
        File.Delete(policy);
        Directory.Delete(Path.Combine(_project.Session.Home, ".specify", "trust"), recursive: true);
        (await _project.Session.RunAsync("run", "greet:hello")).ShouldExit(3);

        File.Exists(Spool).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_ProjectThatSaysNo_IsNotRecorded()
    {
        File.WriteAllText(
            Path.Combine(_project.Session.Project, ".specify", "config.yaml"),
            "agents: [claude]\ntelemetry: { enabled: false }\n"
        );

        (await _project.Session.RunAsync("run", "greet:hello")).ShouldExit(0);

        File.Exists(Spool).ShouldBeFalse();
    }
}
