using System.Diagnostics;
using System.Globalization;

namespace Speckit.EndToEnd.KilledRuns;

/// <summary>Plugins, and at times the host, killed at any moment of a run: nobody is left behind, the host ends, no line of the audit log is
/// lost. <c>SPECKIT_KILL_RUNS</c> says how often.</summary>
public sealed class KilledRunTests(ITestOutputHelper output)
{
    private const int UsualRuns = 200;
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(60);
    private readonly Random _random = new(20261128);

    [Fact]
    public async Task Run_KilledAtAnyMoment_LeavesNothingBehindAndLosesNothing()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var sandbox = await new Sandbox().InitializeAsync();
        var package = await sandbox.PackAsync(WritingPlugin.Write(sandbox.Work));
        (await sandbox.SpecifyAsync("plugin", "install", package, "--yes")).ShouldSucceed();
        (await sandbox.SpecifyAsync("plugin", "enable", "writer")).ShouldSucceed();
        var (plugins, hosts, unharmed) = (0, 0, 0);
        var runs = int.Parse(
            Environment.GetEnvironmentVariable("SPECKIT_KILL_RUNS") ?? $"{UsualRuns}",
            CultureInfo.InvariantCulture
        );
        var watch = Stopwatch.StartNew();
        (await sandbox.SpecifyAsync("run", "e2e:write", "before")).ShouldSucceed();
        var usual = watch.Elapsed;
        watch.Restart();
        for (var run = 0; run < runs; run++)
        {
            switch (await RunAndKillAsync(sandbox, run, usual))
            {
                case Victim.Plugin:
                    plugins++;
                    break;
                case Victim.Host:
                    hosts++;
                    break;
                default:
                    unharmed++;
                    break;
            }
        }

        var log = new AuditLines(sandbox.Project);
        var written = CheckWrites(sandbox, log);
        output.WriteLine(
            $"{runs} runs in {watch.Elapsed.TotalSeconds:0} s: {plugins} plugins and {hosts} hosts killed, {unharmed} ended first; {written} files written, {log.Count} audit lines"
        );
        plugins.ShouldBeGreaterThan(runs / 3);
        hosts.ShouldBeGreaterThan(0);
        (await sandbox.SpecifyAsync("plugin", "audit")).All.ShouldNotContain("SPK5036");
        (await sandbox.SpecifyAsync("run", "e2e:write", "after")).ShouldSucceed();
        Processes.Naming(sandbox.Project).ShouldBeEmpty();
    }

    private async Task<Victim> RunAndKillAsync(Sandbox sandbox, int run, TimeSpan usual)
    {
        using var host = Tools.Start(Tools.Specify, ["run", "e2e:write", $"r{run}"], sandbox.Project, sandbox.Home);
        host.StandardInput.Close();
        var said = Task.WhenAll(host.StandardOutput.ReadToEndAsync(), host.StandardError.ReadToEndAsync());
        var victim = await KillSomebodyAsync(sandbox, host, usual, hostToo: run % 5 == 0);
        using var limit = new CancellationTokenSource(Stuck);
        await host.WaitForExitAsync(limit.Token);
        var words = string.Join('\n', await said.WaitAsync(limit.Token));
        await WaitUntilNoneAsync(sandbox, run, words);
        if (victim == Victim.Nobody)
        {
            host.ExitCode.ShouldBe(0, words);
        }

        return victim;
    }

    private async Task<Victim> KillSomebodyAsync(Sandbox sandbox, Process host, TimeSpan usual, bool hostToo)
    {
        await Task.Delay(usual * _random.NextDouble());
        while (!host.HasExited)
        {
            var candidates = Processes.Naming(sandbox.Project).Where(id => id != host.Id).ToList();
            if (hostToo)
            {
                host.Kill();
                return Victim.Host;
            }

            if (candidates.Count > 0 && TryKill(candidates[_random.Next(candidates.Count)]))
            {
                return Victim.Plugin;
            }
        }

        return Victim.Nobody;
    }

    private static bool TryKill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false; // It has ended meanwhile.
        }
    }

    /// <summary>The kernel needs a moment to end what belonged to a process that was killed.</summary>
    private static async Task WaitUntilNoneAsync(Sandbox sandbox, int run, string words)
    {
        for (var i = 0; i < 100 && Processes.Naming(sandbox.Project).Count > 0; i++)
        {
            await Task.Delay(50);
        }

        Processes.Naming(sandbox.Project).ShouldBeEmpty($"run {run} left processes behind; it said: {words}");
    }

    /// <summary>What is there was allowed first; what the plugin was told of is done in the log, too.</summary>
    private static int CheckWrites(Sandbox sandbox, AuditLines log)
    {
        // A host that is killed while it writes beside leaves what it wrote: it never took its place.
        var written = Directory
            .GetFiles(Path.Combine(sandbox.Project, "out"))
            .Select(Path.GetFileName)
            .Where(name => !name!.StartsWith('.'))
            .ToList();
        foreach (var file in written)
        {
            log.HasWrite("allowed", $"out/{file}").ShouldBeTrue($"out/{file} was written without a line");
        }

        var notes = Path.Combine(sandbox.Project, ".specify", "data", "writer", "home", "acknowledged");
        foreach (var told in File.ReadAllLines(notes))
        {
            written.ShouldContain(told);
            log.HasWrite("done", $"out/{told}").ShouldBeTrue($"out/{told} was acknowledged without a line");
        }

        return written.Count;
    }

    private enum Victim
    {
        Nobody,
        Plugin,
        Host,
    }
}
