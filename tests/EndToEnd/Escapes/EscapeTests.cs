using System.Collections.Immutable;
using System.Text.Json;

namespace Speckit.EndToEnd.Escapes;

/// <summary>Hostile plugins try to get out. Each attempt is refused, audited where the host can see it, and the host goes on.</summary>
/// <param name="world">What they try it on.</param>
/// <param name="output">Where goes what they got and did not get.</param>
[Collection(nameof(EscapeWorld))]
public sealed class EscapeTests(EscapeWorld world, ITestOutputHelper output)
{
    /// <summary>The attempts, by name.</summary>
    public static TheoryData<string> InFullTier => [.. Attempts.All.Keys];

    /// <inheritdoc cref="InFullTier"/>
    public static TheoryData<string> InRestrictedTier =>
        [.. Attempts.All.Where(a => a.Value.InRestrictedTier).Select(a => a.Key)];

    [Theory]
    [MemberData(nameof(InFullTier))]
    public Task Attempt_InFullTier_IsRefusedAndTheHostGoesOn(string attempt) =>
        CheckAsync(Attempts.All[attempt], open: [], path: null);

    [Theory]
    [MemberData(nameof(InRestrictedTier))]
    public Task Attempt_InRestrictedTier_IsRefusedAndTheHostGoesOn(string attempt) =>
        CheckAsync(Attempts.All[attempt], Attempts.All[attempt].OpenInRestrictedTier, world.PathWithoutBubblewrap);

    [Fact]
    public async Task TerminalControls_InPlainOutput_AreShownAsText()
    {
        var run = await world.RunAsync(["run", "hostile-none:try", "terminal-controls", world.Facts()]);
        output.WriteLine(run.All);
        run.All.ShouldContain("escaped");
        run.All.ShouldNotContain(c => IsForTerminals(c), "control characters reach the terminal");
    }

    private async Task CheckAsync(Attempt attempt, ImmutableArray<string> open, string? path)
    {
        var lines = AuditTrail.Read(world.Project).Count;
        var hits = world.Hits;
        string[] words = ["run", $"{attempt.Plugin}:try", attempt.Name, world.Facts(), "--json"];
        var run = await world.RunAsync(words, path);
        output.WriteLine(run.All);

        await world.ShouldBeUntouchedAsync(run, hits);
        ShouldHaveGotNothing(attempt, open, run);
        run.All.ShouldNotContain(c => IsForTerminals(c), "control characters reach the terminal");
        var trail = AuditTrail.Read(world.Project);
        trail.ShouldBeWhole();
        trail.PluginsSince(lines).ShouldBe([attempt.Plugin], "only who did it is named");
        if (attempt.Refused is { } action)
        {
            trail.RefusedSince(lines, attempt.Plugin).ShouldContain(action);
        }

        var next = await world.RunAsync(["run", $"{attempt.Plugin}:hello", "--json"], path);
        next.ShouldSucceed().Output.ShouldContain("hello");
        world.Clean(attempt.Plugin);
    }

    private static void ShouldHaveGotNothing(Attempt attempt, ImmutableArray<string> open, Finished run)
    {
        if (run.ExitCode != 0)
        {
            attempt.Fate.ShouldNotBe(Fate.Answers, run.All);
            run.All.ShouldNotContain("   at ", customMessage: "the host failed, not the plugin");
            return;
        }

        attempt.Fate.ShouldNotBe(Fate.Ends, run.All);
        using var answer = JsonDocument.Parse(run.Output);
        var data = answer.RootElement.GetProperty("data").GetProperty("result");
        var got = data.GetProperty("got").EnumerateArray().Select(g => g.GetString()!).ToList();
        got.Where(g => !open.Any(o => g.StartsWith(o + ":", StringComparison.Ordinal))).ShouldBeEmpty();
        data.GetProperty("refused").GetArrayLength().ShouldBePositive("nothing was tried");
    }

    private static bool IsForTerminals(char c) =>
        char.IsControl(c) && c is not ('\n' or '\t') || c is '\u202e' or '\u2066';
}

/// <summary>Both tiers use one world, one after the other.</summary>
[CollectionDefinition(nameof(EscapeWorld))]
public sealed class EscapeCollection : ICollectionFixture<EscapeWorld>;
