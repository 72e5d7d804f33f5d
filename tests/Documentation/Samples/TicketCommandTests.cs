using Speckit.Sdk.Testing;

namespace Documentation.Samples;

public sealed class TicketCommandTests
{
    private readonly MockContext _mock = MockContext.Create();

    [Fact]
    public async Task RunAsync_OnABranch_ShowsItsTicket()
    {
        _mock.Shell.Answer(["git", "branch"], output: "T-7\n");
        _mock.Http.Answer("GET", "https://tracker.example/T-7", """{"title":"Log in"}""");

        var result = await new TicketCommand().RunAsync(_mock.Context, CancellationToken.None);

        result.ExitCode.ShouldBe(0);
        _mock.ConsoleLines.Single().Text.ShouldBe("Log in");
    }
}
