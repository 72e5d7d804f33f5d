using Speckit.Registry.Client.Tests.Resolution.Support;

namespace Speckit.Registry.Client.Tests.Resolution;

/// <summary>What is chosen when it can be done: the cases of PubGrub's own documentation, and the shapes that graphs have.</summary>
public sealed class SolvingTests : ResolutionTest
{
    [Fact]
    public async Task Resolve_NothingAsked_IsNothing() =>
        (await ResolveAsync(new MemorySource(), "")).Value.Packages.ShouldBeEmpty();

    [Fact]
    public async Task Resolve_NoConflict_TakesTheHighest()
    {
        var source = new MemorySource("foo 1.0.0: bar ^1.0.0", "bar 1.0.0", "bar 1.2.0", "bar 2.0.0");

        Chosen(await ResolveAsync(source, "foo ^1.0.0")).ShouldBe("bar 1.2.0, foo 1.0.0");
    }

    [Fact]
    public async Task Resolve_AvoidableConflict_IsAvoidedWhileDeciding()
    {
        var source = new MemorySource("foo 1.1.0: bar ^2.0.0", "foo 1.0.0", "bar 1.0.0", "bar 1.1.0", "bar 2.0.0");

        Chosen(await ResolveAsync(source, "bar ^1.0.0, foo ^1.0.0")).ShouldBe("bar 1.1.0, foo 1.0.0");
    }

    [Fact]
    public async Task Resolve_ConflictFoundLate_GoesBackAndLearns()
    {
        var source = new MemorySource("foo 2.0.0: bar ^1.0.0", "foo 1.0.0", "bar 1.0.0: foo ^1.0.0");

        Chosen(await ResolveAsync(source, "foo >=1.0.0")).ShouldBe("foo 1.0.0");
    }

    [Fact]
    public async Task Resolve_PartialSatisfier_GoesBackFarEnough()
    {
        var source = new MemorySource(
            "foo 1.1.0: left ^1.0.0, right ^1.0.0",
            "foo 1.0.0",
            "left 1.0.0: shared >=1.0.0",
            "right 1.0.0: shared <2.0.0",
            "shared 2.0.0",
            "shared 1.0.0: target ^1.0.0",
            "target 2.0.0",
            "target 1.0.0"
        );

        Chosen(await ResolveAsync(source, "foo ^1.0.0, target ^2.0.0")).ShouldBe("foo 1.0.0, target 2.0.0");
    }

    [Fact]
    public async Task Resolve_DeepBackjump_DoesNotTryWhatCannotHelp()
    {
        // Every version of 'noise' would be tried with every version of 'deep' by a solver that only goes one step back.
        var lines = Enumerable
            .Range(0, 60)
            .SelectMany(i => new[] { $"noise 1.{i}.0", $"deep 1.{i}.0: end ^2.0.0" })
            .Concat(["deep 0.1.0", "end 1.0.0", "end 2.0.0: top ^2.0.0", "top 1.0.0", "top 2.0.0"]);
        var source = new MemorySource([.. lines]);

        Chosen(await ResolveAsync(source, "noise, top ^1.0.0, deep")).ShouldBe("deep 0.1.0, noise 1.59.0, top 1.0.0");
    }

    [Fact]
    public async Task Resolve_Circle_IsNoProblem()
    {
        var source = new MemorySource("a 1.0.0: b ^1.0.0", "b 1.0.0: c ^1.0.0", "c 1.0.0: a ^1.0.0");

        var result = await ResolveAsync(source, "a");

        Chosen(result).ShouldBe("a 1.0.0, b 1.0.0, c 1.0.0");
        result.Value.Packages.Select(package => package.Name.ToString()).ShouldBe(["c", "b", "a"]);
    }

    [Fact]
    public async Task Resolve_PluginThatNeedsItself_IsChosenOnlyIfItWillDo()
    {
        var source = new MemorySource("a 1.0.0: a ^1.0.0", "a 2.0.0: a ^1.0.0");

        Chosen(await ResolveAsync(source, "a")).ShouldBe("a 1.0.0");
    }

    [Fact]
    public async Task Resolve_DependencyOfOneVersionIsNowhere_TakesAnotherVersion()
    {
        var source = new MemorySource("a 1.0.0", "a 2.0.0: ghost ^1.0.0");

        Chosen(await ResolveAsync(source, "a")).ShouldBe("a 1.0.0");
    }

    [Fact]
    public async Task Resolve_Any_ListsDependenciesFirstAndWhoNeedsThem()
    {
        var source = new MemorySource("a 1.0.0: b ^1.0.0, c *", "b 1.0.0: c ^1.0.0", "c 1.0.0");

        var packages = (await ResolveAsync(source, "a ^1.0.0")).Value.Packages;

        packages.Select(package => package.Name.ToString()).ShouldBe(["c", "b", "a"]);
        packages[0].RequiredBy.Select(by => $"{by.Name} {by.Range}").ShouldBe(["a *", "b ^1.0.0"]);
        packages[2].RequiredBy.ShouldHaveSingleItem().Name.ShouldBeNull();
        packages[0].Entry!.Version.ShouldBe("1.0.0");
        packages[0].Registry!.Name.ShouldBe("main");
    }

    [Fact]
    public async Task Resolve_MoreThanSixtyFourVersions_IsNoLimit()
    {
        var lines = Enumerable.Range(0, 300).Select(i => $"a 1.{i}.0: b {i}.x").Concat(["b 70.0.0", "b 199.5.0"]);

        Chosen(await ResolveAsync(new MemorySource([.. lines]), "a <1.250.0")).ShouldBe("a 1.199.0, b 199.5.0");
    }
}
