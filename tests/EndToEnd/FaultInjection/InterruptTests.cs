using System.Diagnostics;
using System.Text.Json;

namespace Speckit.EndToEnd.FaultInjection;

/// <summary>Ctrl-C at any moment: the old or the new state, an exit code that says so, and output that is whole.</summary>
/// <param name="plugins">What is installed.</param>
public sealed class InterruptTests(CachedPlugins plugins) : IClassFixture<CachedPlugins>
{
    private const int Interrupted = 130;
    private const int Times = 16;
    private const int Seed = 20261124;

    [Theory]
    [InlineData("plugin install top@2.0.0 --offline --yes")]
    [InlineData("plugin install top@2.0.0 --offline --yes --json")]
    [InlineData("plugin update top --offline --yes")]
    [InlineData("plugin update top --offline --yes --json")]
    [InlineData("plugin remove top --yes")]
    [InlineData("plugin remove top --yes --json")]
    public async Task Command_InterruptedAtAnyMoment_LeavesTheOldOrTheNewState(string line)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("there is no SIGINT to send");
        }

        var command = line.Split(' ');
        using var sandbox = await plugins.OpenAsync();
        (await sandbox.SpecifyAsync("plugin", "install", "top@1.0.0", "--offline", "--yes")).ShouldSucceed();
        (await sandbox.SpecifyAsync("plugin", "enable", "top")).ShouldSucceed();
        using var saved = sandbox.Save();
        var before = ProjectState.Of(sandbox);
        var watch = Stopwatch.StartNew();
        (await sandbox.SpecifyAsync(command)).ShouldSucceed();
        var whole = (int)watch.ElapsedMilliseconds;
        var after = ProjectState.Of(sandbox);
        var random = new Random(Seed);
        for (var i = 0; i < Times; i++)
        {
            saved.Restore();
            var finished = await InterruptAsync(sandbox, command, random.Next(whole + 5));
            CheckOutput(finished, command.Contains("--json"));
            (await sandbox.SpecifyAsync("plugin", "list", "--json")).ShouldSucceed();
            var state = ProjectState.Of(sandbox);
            if (state != after && (finished.ExitCode == 0 || state != before))
            {
                Assert.Fail($"exit code {finished.ExitCode}, other than before: {ProjectState.Compare(before, state)}");
            }

            ProjectState.FindLeftover(sandbox).ShouldBeNull();
            ProjectState.AuditIsWhole(sandbox).ShouldBeTrue();
        }
    }

    private static void CheckOutput(Finished finished, bool json)
    {
        finished.ExitCode.ShouldBeOneOf(0, Interrupted);
        finished.All.ShouldNotContain("   at ");
        foreach (var text in new[] { finished.Output, finished.Error })
        {
            (text.Length == 0 || text.EndsWith('\n')).ShouldBeTrue($"the last line is not ended: {text}");
        }

        if (json && finished.Output.Length > 0)
        {
            using var document = JsonDocument.Parse(finished.Output);
            document.RootElement.GetProperty("exitCode").GetInt32().ShouldBe(finished.ExitCode);
            document.RootElement.GetProperty("ok").GetBoolean().ShouldBe(finished.ExitCode == 0);
        }
    }

    private static async Task<Finished> InterruptAsync(Sandbox sandbox, string[] command, int milliseconds)
    {
        using var process = Tools.Start(Tools.Specify, command, sandbox.Project, sandbox.Home);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await Task.Delay(milliseconds);
        if (!process.HasExited)
        {
            // It may have ended by now: then nothing is interrupted.
            _ = await Tools.RunAsync("kill", ["-INT", $"{process.Id}"], sandbox.Work, sandbox.Home);
        }

        await process.WaitForExitAsync();
        return new Finished(process.ExitCode, await output, await error);
    }
}
