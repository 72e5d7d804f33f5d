namespace Speckit.EndToEnd.FaultInjection;

/// <summary>Every command that changes a project is killed before each of the changes it makes to the file system. What the next command
/// finds is the old or the new state, whole.</summary>
/// <param name="plugins">What is installed.</param>
public sealed class FileSystemStepTests(CachedPlugins plugins, ITestOutputHelper output) : IClassFixture<CachedPlugins>
{
    /// <summary>Of the steps that change no name, one in so many is tried, unless SPECKIT_CRASH_ALL is 1.</summary>
    private const int Stride = 5;

    private const int Workers = 2;

    [Theory]
    [InlineData("install", "plugin install top@1.0.0 --offline --yes")]
    [InlineData("update", "plugin update top --offline --yes")]
    [InlineData("rollback", "plugin rollback top --offline --yes")]
    [InlineData("enable", "plugin enable top")]
    [InlineData("disable", "plugin disable top")]
    [InlineData("remove", "plugin remove top --yes")]
    [InlineData("purge", "plugin remove top --purge --yes")]
    public async Task Command_KilledBeforeAnyFileSystemStep_LeavesTheOldOrTheNewState(string operation, string line)
    {
        var command = line.Split(' ');
        if (await Strace.FindObstacleAsync(Path.GetTempPath()) is { } obstacle)
        {
            Assert.Skip($"no fault can be injected: {obstacle}");
        }

        var counted = await Task.WhenAll(Enumerable.Range(0, Workers).Select(i => RunAsync(operation, command, i)));
        output.WriteLine($"{operation}: killed {counted.Sum()} times");
        counted.Sum().ShouldBeGreaterThan(10);
    }

    private async Task<int> RunAsync(string operation, string[] command, int worker)
    {
        using var sandbox = await plugins.OpenAsync();
        await PrepareAsync(sandbox, operation);
        using var saved = sandbox.Save();
        var before = ProjectState.Of(sandbox);

        // Restored once, as it is each time after: what is remembered of inodes and times is the same then.
        saved.Restore();
        var (finished, steps) = await Strace.CountAsync(sandbox, command);
        finished.ShouldSucceed();
        var after = ProjectState.Of(sandbox);
        after.ShouldNotBe(before);
        var all = Environment.GetEnvironmentVariable("SPECKIT_CRASH_ALL") == "1";
        var chosen = steps
            .Where((s, i) => all || s.IsName || i % Stride == 0)
            .Where((_, i) => i % Workers == worker)
            .ToList();
        var problems = new List<string>();
        var unreached = 0;
        foreach (var step in chosen)
        {
            saved.Restore();
            var killed = await Strace.KillBeforeAsync(sandbox, step, command);
            if (killed.ExitCode != 137)
            {
                // What is remembered of unchanged folders depends on the clock, so a run may have a step less than the one that was counted.
                unreached++;
                killed.ShouldSucceed();
                ProjectState.Of(sandbox).ShouldBe(after, step.ToString());
            }
            else if (await FindProblemAsync(sandbox, command, before, after) is { } problem)
            {
                problems.Add($"{step}: {problem}");
            }
        }

        problems.ShouldBeEmpty();
        unreached.ShouldBeLessThanOrEqualTo((chosen.Count / 10) + 2);
        return chosen.Count - unreached;
    }

    private static async Task<string?> FindProblemAsync(Sandbox sandbox, string[] command, string before, string after)
    {
        var listed = await sandbox.SpecifyAsync("plugin", "list", "--json");
        if (listed.ExitCode != 0 || listed.Output.Contains("broken", StringComparison.Ordinal))
        {
            return $"the next command says: {listed.All}";
        }

        var state = ProjectState.Of(sandbox);
        if (state != before && state != after)
        {
            return $"neither old nor new.\nOld: {ProjectState.Compare(before, state)}\nNew: {ProjectState.Compare(after, state)}";
        }

        if (ProjectState.FindLeftover(sandbox) is { } leftover)
        {
            return $"{leftover} was left";
        }

        return state == before ? await FindProblemAgainAsync(sandbox, command, after)
            : ProjectState.AuditIsWhole(sandbox) ? null
            : "the audit log is broken";
    }

    private static async Task<string?> FindProblemAgainAsync(Sandbox sandbox, string[] command, string after)
    {
        var again = await sandbox.SpecifyAsync(command);
        var state = ProjectState.Of(sandbox);
        return again.ExitCode != 0 ? $"the second time: {again.All}"
            : state != after ? $"the second time it gives something else: {ProjectState.Compare(after, state)}"
            : ProjectState.FindLeftover(sandbox) is { } leftover ? $"{leftover} was left after the second time"
            : ProjectState.AuditIsWhole(sandbox) ? null
            : "the audit log is broken after the second time";
    }

    private static async Task PrepareAsync(Sandbox sandbox, string operation)
    {
        await DoAsync("install other");
        await DoAsync("enable other");
        if (operation == "install")
        {
            return;
        }

        await DoAsync("install top@1.0.0");
        if (operation != "enable")
        {
            await DoAsync("enable top");
        }

        var state = Path.Combine(sandbox.Project, ".specify");
        File.WriteAllText(Path.Combine(state, "plugins", "top", "config.yaml"), "level: 3\n");
        Directory.CreateDirectory(Path.Combine(state, "data", "top", "nested"));
        File.WriteAllText(Path.Combine(state, "data", "top", "nested", "mine"), "1");
        if (operation == "rollback")
        {
            await DoAsync("update top");
        }

        async Task DoAsync(string words)
        {
            var isFetching = !words.StartsWith("enable", StringComparison.Ordinal);
            string[] line = ["plugin", .. words.Split(' '), .. isFetching ? (string[])["--offline", "--yes"] : []];
            (await sandbox.SpecifyAsync(line)).ShouldSucceed();
        }
    }
}
