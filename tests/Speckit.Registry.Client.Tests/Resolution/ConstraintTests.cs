using Speckit.Manifests.Diagnostics;
using Speckit.Registry.Client.Resolution;
using Speckit.Registry.Client.Tests.Resolution.Support;

namespace Speckit.Registry.Client.Tests.Resolution;

/// <summary>What a version may need besides other plugins, and what else speaks against it.</summary>
public sealed class ConstraintTests : ResolutionTest
{
    [Fact]
    public async Task Resolve_VersionForNewerSpeckit_TakesAnOlderOne()
    {
        var source = new MemorySource("a 1.0.0").Add(MemorySource.Entry("a 2.0.0") with { Speckit = "^1.0.0" });

        Chosen(await ResolveAsync(source, "a")).ShouldBe("a 1.0.0");
    }

    [Theory]
    [InlineData("linux", "a 2.0.0")]
    [InlineData("linux-x64", "a 2.0.0")]
    [InlineData("linux-arm64", "a 1.0.0")]
    [InlineData("lin", "a 1.0.0")]
    [InlineData("windows", "a 1.0.0")]
    public async Task Resolve_Platform_IsTheSystemOrSystemAndArchitecture(string platform, string chosen)
    {
        var source = new MemorySource("a 1.0.0").Add(
            MemorySource.Entry("a 2.0.0") with
            {
                Platforms = ["other", platform],
            }
        );

        Chosen(await ResolveAsync(source, "a")).ShouldBe(chosen);
    }

    [Theory]
    [InlineData("3.11.4", "a 2.0.0")]
    [InlineData("3.9.0", "a 1.0.0")]
    [InlineData(null, "a 1.0.0")]
    public async Task Resolve_Runtime_IsWhatIsInstalled(string? python, string chosen)
    {
        var runtimes = new FakeRuntimes { Versions = python is null ? [] : new() { ["python"] = python } };
        var needs = new Dictionary<string, string> { ["python"] = ">=3.11" };
        var source = new MemorySource("a 1.0.0")
            .Add(MemorySource.Entry("a 2.0.0") with { Runtimes = needs })
            .Add(MemorySource.Entry("a 2.1.0-beta") with { Runtimes = needs });

        var result = await ResolveAsync(
            source,
            "a",
            change: request => request with { Environment = Environment(runtimes) }
        );

        Chosen(result).ShouldBe(chosen);
        runtimes.Asked.ShouldBe(["python"]);
    }

    [Fact]
    public async Task Resolve_NobodyNeedsARuntime_AsksForNone()
    {
        var runtimes = new FakeRuntimes();
        var source = new MemorySource("a 1.0.0").Add(
            MemorySource.Entry("a 2.0.0") with
            {
                Runtimes = new Dictionary<string, string> { ["rm"] = "*" },
            }
        );

        var result = await ResolveAsync(
            source,
            "a",
            change: request => request with { Environment = Environment(runtimes) }
        );

        // A name that is none of ours is not looked for on this machine.
        Chosen(result).ShouldBe("a 1.0.0");
        runtimes.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a", "a 1.0.0")]
    [InlineData("a >=1.0.0", "a 1.0.0")]
    [InlineData("a >=2.0.0-rc.1", "a 2.0.0-rc.2")]
    [InlineData("a 2.0.0-rc.1", "a 2.0.0-rc.1")]
    public async Task Resolve_Prerelease_OnlyIfTheRangeNamesIt(string root, string chosen)
    {
        var source = new MemorySource("a 1.0.0", "a 2.0.0-rc.1", "a 2.0.0-rc.2", "a 3.0.0-alpha");

        Chosen(await ResolveAsync(source, root)).ShouldBe(chosen);
    }

    [Fact]
    public async Task Resolve_PrereleasesIncluded_CountForEveryoneWhoNeedsIt()
    {
        var source = new MemorySource("a 1.0.0", "a 2.0.0-rc.1", "b 1.0.0: a >=1.0.0");

        var result = await ResolveAsync(
            source,
            "a, b",
            change: request =>
                request with
                {
                    Roots = [request.Roots[0] with { IncludePrereleases = true }, request.Roots[1]],
                }
        );

        Chosen(result).ShouldBe("a 2.0.0-rc.1, b 1.0.0");
    }

    [Fact]
    public async Task Resolve_OptionalDependency_IsNotPulledIn()
    {
        var source = new MemorySource("a 1.0.0: b? ^1.0.0", "b 1.0.0", "b 2.0.0");

        Chosen(await ResolveAsync(source, "a")).ShouldBe("a 1.0.0");
        source.Queries.Select(query => query.Name.ToString()).ShouldBe(["a"]);
    }

    [Theory]
    [InlineData("a, b")]
    [InlineData("b, a")]
    [InlineData("a, c")]
    public async Task Resolve_OptionalDependencyThatIsThere_IsLimited(string roots)
    {
        var source = new MemorySource("a 1.0.0: b? ^1.0.0", "b 1.0.0", "b 2.0.0", "c 1.0.0: b *");

        Chosen(await ResolveAsync(source, roots)).ShouldContain("b 1.0.0");
    }

    [Fact]
    public async Task Resolve_OptionalDependencyThatIsInstalled_LimitsWhoComes()
    {
        var source = new MemorySource("a 1.0.0", "a 2.0.0: b? ^2.0.0", "b 1.0.0");

        Chosen(await ResolveAsync(source, "a", ["b 1.0.0"])).ShouldBe("a 1.0.0, b 1.0.0");
    }

    [Fact]
    public async Task Resolve_LookupFailsForWhatIsNeeded_IsThatFailure()
    {
        var failure = RegistryClientDiagnostics.Unreachable.Error("No answer.");
        var source = new MemorySource("a 1.0.0: b *").Fail("b", failure);

        (await ResolveAsync(source, "a")).Diagnostics.ShouldBe([failure]);
    }

    [Fact]
    public async Task Resolve_LookupFailsForWhatWasOnlyGuessed_DoesNotMatter()
    {
        var failure = RegistryClientDiagnostics.Unreachable.Error("No answer.");
        var source = new MemorySource("a 1.0.0", "a 2.0.0: b *").Fail("b", failure);

        Chosen(await ResolveAsync(source, "a ^1.0.0")).ShouldBe("a 1.0.0");
    }

    [Fact]
    public async Task Resolve_OldData_WarnsOnceWithTheAge()
    {
        var source = new MemorySource("a 1.0.0: b *", "b 1.0.0") { Age = TimeSpan.FromDays(3) };

        var warning = (await ResolveAsync(source, "a")).Value.Warnings.ShouldHaveSingleItem();

        warning.Code.ShouldBe("SPK4008");
        warning.Severity.ShouldBe(Severity.Warning);
        warning.Message.ShouldContain("3 days ago about 2 plugins");
        warning.Message.ShouldContain("was not asked");
    }

    [Fact]
    public async Task Resolve_OldDataOfASilentRegistry_SaysWhyItIsSilent()
    {
        var source = new MemorySource("a 1.0.0: b *", "b 1.0.0")
        {
            Age = TimeSpan.FromDays(3),
            WhyNotAsked = "The registry 'main' cannot be reached: the cat sleeps on the cable.",
        };

        var warning = (await ResolveAsync(source, "a")).Value.Warnings.ShouldHaveSingleItem();

        warning.Message.ShouldStartWith(
            "The registry 'main' cannot be reached: the cat sleeps on the cable. What it said"
        );
    }

    [Fact]
    public async Task Resolve_Cancelled_Stops()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() =>
            new DependencyResolver(new MemorySource("a 1.0.0")).ResolveAsync(Request("a"), stop.Token)
        );
    }
}
