using System.Text.Json.Nodes;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Testing;

namespace Speckit.Sdk.Tests.Testing;

public class MockContextTests
{
    private readonly MockContext _mock = MockContext.Create();

    [Fact]
    public async Task Command_WithoutASession_RunsAgainstTheMock()
    {
        _mock.Project.CreateFile("src/auth.py", "password = 'hardcoded'");
        var command = new ScanCommand { Feature = "auth" };

        var result = await command.RunAsync(_mock.Context, CancellationToken.None);

        result.ExitCode.ShouldBe(1);
        _mock.Backlog.TasksWith("security").ShouldHaveSingleItem().Title.ShouldContain("hardcoded");
        _mock.Backlog.TasksWith("security", "plugin:test-plugin").Count.ShouldBe(1);
        _mock.Findings.ShouldHaveSingleItem().Line.ShouldBe(1);
        _mock.Events.ShouldHaveSingleItem().Feature.ShouldBe("auth");
        _mock.Progress.ShouldHaveSingleItem().Fraction.ShouldBe(1);
    }

    [Fact]
    public async Task Command_WithoutCapability_IsDenied()
    {
        _mock.Capabilities.Remove(Capabilities.BacklogWrite);
        _mock.Project.CreateFile("a.py", "hardcoded");

        var run = () => new ScanCommand().RunAsync(_mock.Context, CancellationToken.None);

        (await Should.ThrowAsync<CapabilityDeniedException>(run)).Capability.ShouldBe("backlog.write");
    }

    [Theory]
    [InlineData("../up", HostErrorKind.InvalidParams)]
    [InlineData("/etc/passwd", HostErrorKind.InvalidParams)]
    [InlineData("a\\b", HostErrorKind.InvalidParams)]
    [InlineData("", HostErrorKind.InvalidParams)]
    [InlineData(".git/hooks/pre-commit", HostErrorKind.Refused)]
    [InlineData(".specify/lock.yaml", HostErrorKind.Refused)]
    public async Task Write_PathThatTheHostRefuses_IsRefused(string path, HostErrorKind kind)
    {
        var write = () => _mock.Context.Project.WriteTextAsync(path, "x");
        var create = () => _mock.Context.Project.CreateDirectoryAsync(path);

        (await Should.ThrowAsync<HostErrorException>(write)).Kind.ShouldBe(kind);
        (await Should.ThrowAsync<HostErrorException>(create)).Kind.ShouldBe(kind);
        _mock.Project.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task Files_Large_AreTooLarge()
    {
        _mock.Project.CreateFile("large", new byte[(8 * 1024 * 1024) + 1]);

        var read = () => _mock.Context.Project.ReadBytesAsync("large");
        var write = () => _mock.Context.Project.WriteBytesAsync("a", new byte[(8 * 1024 * 1024) + 1]);

        (await Should.ThrowAsync<HostErrorException>(read)).Kind.ShouldBe(HostErrorKind.TooLarge);
        (await Should.ThrowAsync<HostErrorException>(write)).Kind.ShouldBe(HostErrorKind.TooLarge);
    }

    [Fact]
    public async Task Files_WrittenBytes_AreThere()
    {
        await _mock.Context.Project.WriteBytesAsync("./a//b.bin", new byte[] { 0xFF, 0 });

        _mock.Project.Find("a/b.bin").ShouldBe([0xFF, 0]);
        (await _mock.Context.Project.GlobAsync(["**/*.{bin,txt}"])).ShouldBe(["a/b.bin"]);
    }

    [Fact]
    public async Task Backlog_TaskOfAPerson_CannotBeChanged()
    {
        var task = _mock.Backlog.Add("by hand", "In Progress", "x");

        var update = () => _mock.Context.Backlog.UpdateAsync(new BacklogUpdateParams(task.Id, "Done"));

        (await Should.ThrowAsync<HostErrorException>(update)).Kind.ShouldBe(HostErrorKind.Refused);
        (await _mock.Context.Backlog.GetAsync(task.Id)).Status.ShouldBe("In Progress");
        (await Should.ThrowAsync<HostErrorException>(() => _mock.Context.Backlog.GetAsync("TASK-9"))).Kind.ShouldBe(
            HostErrorKind.NotFound
        );
    }

    [Fact]
    public async Task Config_Refreshed_IsTheNewOne()
    {
        _mock.Config["a"] = 1;
        var context = _mock.Context;
        context.Config.GetInt("a", 0).ShouldBe(1);
        _mock.Config["a"] = 2;

        (await context.RefreshConfigAsync()).GetInt("a", 0).ShouldBe(2);

        context.Config.GetInt("a", 0).ShouldBe(2);
        _mock.InPhase("plan").Config.GetInt("a", 0).ShouldBe(2);
    }

    [Fact]
    public void InPhase_Phase_IsInTheContext()
    {
        var workflow = _mock.InPhase("plan", "auth", new JsonObject { ["n"] = 1 }).Workflow;

        (workflow.Phase, workflow.Feature).ShouldBe(("plan", "auth"));
        workflow.Context.GetProperty("n").GetInt32().ShouldBe(1);
        _mock.Context.Workflow.Phase.ShouldBeNull();
    }

    [Fact]
    public async Task Limit_OneCallMore_IsRefused()
    {
        _mock.CallLimits["backlog/list"] = 1;
        await _mock.Context.Backlog.ListAsync();

        var reached = await Should.ThrowAsync<LimitReachedException>(() => _mock.Context.Backlog.ListAsync());

        (reached.Limit, reached.Value).ShouldBe(("backlog/list", 1L));
    }

    [Fact]
    public async Task Limit_OfNotifications_DropsThemInSilence()
    {
        _mock.CallLimits["log/write"] = 1;

        await _mock.Context.Log.InfoAsync("1");
        await _mock.Context.Log.InfoAsync("2");

        _mock.Log.ShouldHaveSingleItem().Message.ShouldBe("1");
    }

    [Fact]
    public async Task Any_Cancelled_IsNotDone()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() =>
            _mock.Context.Project.WriteTextAsync("a", "x", source.Token)
        );
        _mock.Project.Files.ShouldBeEmpty();
    }

    [Command("demo:scan")]
    private sealed class ScanCommand : Command
    {
        [Argument(0, "feature")]
        public string Feature { get; set; } = "";

        public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
        {
            var found = 0;
            foreach (var file in await context.Project.GlobAsync(["**/*.py"], null, cancellationToken))
            {
                var text = await context.Project.ReadTextAsync(file, cancellationToken);
                if (text!.Contains("hardcoded", StringComparison.Ordinal))
                {
                    found++;
                    await context.Console.FindingAsync(new("r", "high", "hardcoded", text, file, 1), cancellationToken);
                    var task = new BacklogCreateParams($"hardcoded in {file}", Labels: ["security"]);
                    await context.Backlog.CreateAsync(task, cancellationToken);
                }
            }

            await context.Progress.ReportAsync("done", 1, cancellationToken);
            await context.Events.EmitAsync(
                new EmitEventParams("plugin.scan.done", Feature: Feature),
                cancellationToken
            );
            return CommandResult.Exit(found > 0 ? 1 : 0);
        }
    }
}
