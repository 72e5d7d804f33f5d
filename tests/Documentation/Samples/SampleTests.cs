using System.Text.Json.Nodes;
using Speckit.Sdk.Testing;

namespace Documentation.Samples;

public sealed class SampleTests
{
    private readonly MockContext _mock = MockContext.Create();

    [Fact]
    public async Task TicketCommand_LimitReached_SaysSo()
    {
        _mock.Shell.Answer(["git", "branch"], output: "T-7\n");
        _mock.CallLimits["http/send"] = 0;

        (await new TicketCommand().RunAsync(_mock.Context, CancellationToken.None)).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task DoneGate_FileWithFixme_Blocks()
    {
        _mock.Project.CreateFile("a.cs", "// FIXME");
        _mock.Project.ChangedFiles.Add("a.cs");

        var result = await new DoneGate().AfterAsync(_mock.InPhase("implement"), CancellationToken.None);

        result.Continue.ShouldBeFalse();
        result.Message.ShouldBe("a.cs has a FIXME: mend it first.");
    }

    [Fact]
    public async Task FastApiStack_Scaffold_GivesFilesAndRunsAlembic()
    {
        _mock.Shell.Answer(["alembic"]);
        var stack = new FastApiStack();

        var files = await stack.ScaffoldAsync(MockContext.StackRequest(), _mock.Context, CancellationToken.None);

        files.Files["src/main.py"].ShouldContain("FastAPI(title=\"test-project\")");
        _mock.Shell.Calls.Single().Argv.ShouldBe(["alembic", "init", "alembic"]);
        var request = MockContext.StackRequest(new JsonObject { ["outcomeType"] = "cli" });
        (await stack.IsCompatibleAsync(request, _mock.Context, CancellationToken.None)).Compatible.ShouldBeFalse();
    }
}
