using Speckit.Registry.Client.Resolution;
using Speckit.Registry.Client.Tests.Resolution.Support;

namespace Speckit.Registry.Client.Tests.Resolution;

/// <summary>What happens to what is installed.</summary>
public sealed class ChangeTests : ResolutionTest
{
    [Fact]
    public async Task Resolve_NewPlugin_KeepsWhatIsInstalledAndAsksNobodyAboutIt()
    {
        var source = new MemorySource("a 1.0.0: b *", "b 1.0.0", "b 1.1.0", "c 1.0.0");

        var result = await ResolveAsync(source, "a", ["b 1.0.0", "c 1.0.0"]);

        Chosen(result).ShouldBe("a 1.0.0, b 1.0.0, c 1.0.0");
        Change(result, "a").ShouldBe(PackageChange.Added);
        Change(result, "b").ShouldBe(PackageChange.Kept);
        result.Value.Packages.Single(p => p.Name.Name == "b").Entry.ShouldBeNull();
        source.Queries.Select(query => query.Name.ToString()).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Resolve_NewPluginWouldNeedAChange_TakesAnOlderOneInstead()
    {
        var source = new MemorySource("a 1.0.0: b ^1.0.0", "a 2.0.0: b ^2.0.0", "b 1.0.0", "b 2.0.0");

        var result = await ResolveAsync(source, "a", ["b 1.0.0"]);

        Chosen(result).ShouldBe("a 1.0.0, b 1.0.0");
        var held = result.Value.HeldBack.ShouldHaveSingleItem();
        (held.Name.Name, held.Newest.ToString()).ShouldBe(("a", "2.0.0"));
    }

    [Fact]
    public async Task Resolve_OnlyPossibleWithAChange_ChangesThatAndNothingElse()
    {
        var source = new MemorySource(
            "a 2.0.0: b ^2.0.0",
            "b 1.0.0",
            "b 2.0.0",
            "b 2.1.0",
            "c 1.0.0: b *",
            "c 1.1.0: b *"
        );

        var result = await ResolveAsync(source, "a", ["b 1.0.0", "c 1.0.0: b *"]);

        Chosen(result).ShouldBe("a 2.0.0, b 2.1.0, c 1.0.0");
        Change(result, "b").ShouldBe(PackageChange.Updated);
        result.Value.Packages.Single(p => p.Name.Name == "b").Previous!.ToString().ShouldBe("1.0.0");
        source.Queries.ShouldNotContain(query => query.Name.Name == "c");
    }

    [Fact]
    public async Task Resolve_InstalledNeedsSomethingElse_ChangesThatToo()
    {
        // b 1.0.0, which is installed, cannot live with c 2.0.0: that is found out only on the way.
        var source = new MemorySource(
            "a 1.0.0: c ^2.0.0",
            "b 1.0.0: c ^1.0.0",
            "b 1.1.0: c ^2.0.0",
            "c 1.0.0",
            "c 2.0.0"
        );

        Chosen(await ResolveAsync(source, "a", ["b 1.0.0: c ^1.0.0", "c 1.0.0"])).ShouldBe("a 1.0.0, b 1.1.0, c 2.0.0");
    }

    [Fact]
    public async Task Resolve_Unlocked_GetsTheHighestAndTakesOthersAlong()
    {
        var source = new MemorySource(
            "a 1.0.0: b ^1.0.0",
            "a 2.0.0: b ^2.0.0",
            "b 1.0.0",
            "b 2.0.0",
            "c 1.0.0",
            "c 2.0.0"
        );

        var result = await ResolveAsync(source, "", ["a 1.0.0: b ^1.0.0", "b 1.0.0", "c 1.0.0"], unlock: "a");

        Chosen(result).ShouldBe("a 2.0.0, b 2.0.0, c 1.0.0");
        result.Value.HeldBack.ShouldBeEmpty();
    }

    [Fact]
    public async Task Resolve_UnlockedButHeldBack_SaysWhy()
    {
        var source = new MemorySource(
            "a 1.0.0: b ^1.0.0",
            "a 1.1.0: b ^1.0.0",
            "a 2.0.0: b ^2.0.0",
            "b 1.0.0",
            "b 2.0.0",
            "c 1.0.0: b ^1.0.0"
        );

        var result = await ResolveAsync(source, "", ["a 1.0.0: b ^1.0.0", "b 1.0.0", "c 1.0.0: b ^1.0.0"], unlock: "a");

        Chosen(result).ShouldBe("a 1.1.0, b 1.0.0, c 1.0.0");
        var held = result.Value.HeldBack.ShouldHaveSingleItem();
        held.Newest.ToString().ShouldBe("2.0.0");
        string.Join('\n', held.Story).ShouldContain("c 1.0.0 requires b ^1.0.0");
    }

    [Fact]
    public async Task Resolve_AllUnlocked_UpdatesAll()
    {
        var source = new MemorySource("a 1.0.0", "a 1.1.0", "b 1.0.0", "b 3.0.0");

        Chosen(await ResolveAsync(source, "", ["a 1.0.0", "b 1.0.0"], unlock: "a, b")).ShouldBe("a 1.1.0, b 3.0.0");
    }

    [Fact]
    public async Task Resolve_RangeExcludesTheInstalled_Downgrades()
    {
        var source = new MemorySource("a 1.0.0", "a 2.0.0");

        var result = await ResolveAsync(source, "a ^1.0.0", ["a 2.0.0"]);

        Chosen(result).ShouldBe("a 1.0.0");
        Change(result, "a").ShouldBe(PackageChange.Downgraded);
    }

    [Fact]
    public async Task Resolve_InstalledWasYanked_IsKeptAndNotInstalledAnew()
    {
        var source = new MemorySource("a 0.9.0").Add(MemorySource.Entry("a 1.0.0") with { Yanked = true });

        Chosen(await ResolveAsync(source, "a", ["a 1.0.0"])).ShouldBe("a 1.0.0");
        Chosen(await ResolveAsync(source, "a")).ShouldBe("a 0.9.0");
        // Nobody who updates wants to go back, and to stay on what was withdrawn is the last resort.
        Chosen(await ResolveAsync(source, "", ["a 1.0.0"], unlock: "a")).ShouldBe("a 0.9.0");
    }

    [Fact]
    public async Task Resolve_YankedAndNothingElse_StaysWhenUnlocked()
    {
        var source = new MemorySource().Add(MemorySource.Entry("a 1.0.0") with { Yanked = true });

        Chosen(await ResolveAsync(source, "", ["a 1.0.0"], unlock: "a")).ShouldBe("a 1.0.0");
    }

    [Fact]
    public async Task Resolve_InstalledPrerelease_StaysAndMovesOnOnlyToItsKin()
    {
        var source = new MemorySource("a 1.0.0-rc.1", "a 1.0.0-rc.2", "a 1.1.0-rc.1");

        Chosen(await ResolveAsync(source, "", ["a 1.0.0-rc.1"])).ShouldBe("a 1.0.0-rc.1");
        Chosen(await ResolveAsync(source, "", ["a 1.0.0-rc.1"], unlock: "a")).ShouldBe("a 1.0.0-rc.2");
    }

    [Fact]
    public async Task Resolve_InstalledFromAFile_SatisfiesAndIsNeverReplacedUnasked()
    {
        var source = new MemorySource("a 1.0.0: local ^1.0.0", "a 2.0.0: local ^2.0.0", "local 2.0.0");
        ResolutionRequest FromFile(ResolutionRequest request) =>
            request with
            {
                Installed = request.Installed.ToDictionary(pair => pair.Key, pair => pair.Value with { Origin = null }),
            };

        Chosen(await ResolveAsync(source, "a", ["local 1.0.0"], change: FromFile)).ShouldBe("a 1.0.0, local 1.0.0");
        Story(await ResolveAsync(source, "a ^2.0.0", ["local 1.0.0"], change: FromFile))
            .ShouldContain(
                "of which your project, where it is from a file or folder, has no version (there are: 1.0.0)"
            );
        Chosen(await ResolveAsync(source, "", ["local 1.0.0"], unlock: "local", change: FromFile))
            .ShouldBe("local 1.0.0");
        Chosen(await ResolveAsync(source, "local ^2.0.0", ["local 1.0.0"], change: FromFile)).ShouldBe("local 2.0.0");
    }

    [Fact]
    public async Task Resolve_InstalledPlugin_AsksTheRegistryItIsFrom()
    {
        var source = new MemorySource("a 1.0.0", "a 1.1.0");

        await ResolveAsync(source, "", ["a 1.0.0"], unlock: "a");

        source.Queries.ShouldHaveSingleItem().Origin.ShouldBe(Main);
    }

    private static PackageChange Change(Speckit.Manifests.Diagnostics.Result<PluginResolution> result, string name) =>
        result.Value.Packages.Single(package => package.Name.ToString() == name).Change;
}
