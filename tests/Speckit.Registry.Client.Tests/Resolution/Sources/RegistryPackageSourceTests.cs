using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Registry.Client.Resolution.Sources;
using Speckit.Registry.Client.Tests.Support;

namespace Speckit.Registry.Client.Tests.Resolution.Sources;

/// <summary>Which of two real registries is asked, and what counts when one of them is silent.</summary>
public sealed class RegistryPackageSourceTests : IAsyncLifetime
{
    private const string Alpha = "/index/al/ph/alpha";
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = RegistryClient.CreateHttpClient("speckit-tests");
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);
    private FakeRegistry _first = null!;
    private FakeRegistry _second = null!;

    public async ValueTask InitializeAsync()
    {
        _first = await FakeRegistry.StartAsync();
        _second = await FakeRegistry.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Find_BothHaveIt_TheFirstWinsAndTheOtherIsNotAsked()
    {
        Serve(_first, Alpha, "alpha", "1.0.0");
        Serve(_second, Alpha, "alpha", "9.0.0");

        var listing = (await FindAsync("alpha")).Value;

        listing.Registry!.Name.ShouldBe("first");
        listing.Versions.Select(version => version.Entry.Version).ShouldBe(["1.0.0"]);
        listing.Age.ShouldBeNull();
        _second.Count(Alpha).ShouldBe(0);
    }

    [Fact]
    public async Task Find_OnlyTheSecondHasIt_IsFoundThere()
    {
        Serve(_second, Alpha, "alpha", "2.0.0");

        (await FindAsync("alpha")).Value.Registry!.Name.ShouldBe("second");
    }

    [Fact]
    public async Task Find_NobodyHasIt_SaysWhoWasAsked()
    {
        var listing = (await FindAsync("alpha")).Value;

        listing.Registry.ShouldBeNull();
        listing.Searched.ShouldBe("no registry (asked: first, second)");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(403)]
    public async Task Find_FirstErrs_IsAnErrorAndTheSecondIsNotAsked(int status)
    {
        _first.On(Alpha, FakeRegistry.Status(status));
        Serve(_second, Alpha, "alpha", "9.0.0");

        (await FindAsync("alpha")).Succeeded.ShouldBeFalse();
        _second.Count(Alpha).ShouldBe(0);
    }

    [Fact]
    public async Task Find_FirstIsSilent_UsesWhatItSaidAndItsAge()
    {
        Serve(_first, Alpha, "alpha", "1.0.0");
        Serve(_second, Alpha, "alpha", "9.0.0");
        await FindAsync("alpha");
        _first.On(Alpha, FakeRegistry.Status(503));
        _clock.Advance(TimeSpan.FromDays(2));

        var result = await FindAsync("alpha");

        result.Value.Registry!.Name.ShouldBe("first");
        result.Value.Age.ShouldBe(TimeSpan.FromDays(2));
        result.Value.WhyNotAsked.ShouldNotBeNull().ShouldContain("503");
        result.Value.Warnings.ShouldBeEmpty();
        _second.Count(Alpha).ShouldBe(0);
    }

    [Fact]
    public async Task Find_FirstIsSilentAndOnceDidNotHaveIt_IsStillAnError()
    {
        Serve(_second, Alpha, "alpha", "9.0.0");
        await FindAsync("alpha");
        _first.On(Alpha, FakeRegistry.Status(503));

        (await FindAsync("alpha")).Diagnostics.ShouldContain(problem =>
            problem.Descriptor.Kind == FailureKind.Unreachable
        );
    }

    [Fact]
    public async Task Find_SilentOnce_IsNotWaitedForAgain()
    {
        _first.On(Alpha, FakeRegistry.Status(503));
        _first.On("/index/be/ta/beta", FakeRegistry.Status(503));
        using var source = Source();

        await FindAsync("alpha", source);
        var second = await FindAsync("beta", source);

        second.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK4001");
        _first.Count("/index/be/ta/beta").ShouldBe(0);
    }

    [Fact]
    public async Task Find_Offline_UsesTheCacheAndAsksNobody()
    {
        Serve(_second, Alpha, "alpha", "2.0.0");
        await FindAsync("alpha");
        var asked = _first.Count(Alpha) + _second.Count(Alpha);
        _clock.Advance(TimeSpan.FromHours(5));

        var listing = (await FindAsync("alpha", change: query => query with { Offline = true })).Value;

        listing.Registry!.Name.ShouldBe("second");
        listing.Age.ShouldBe(TimeSpan.FromHours(5));
        listing.WhyNotAsked.ShouldBeNull();
        (_first.Count(Alpha) + _second.Count(Alpha)).ShouldBe(asked);
    }

    [Fact]
    public async Task Find_OfflineAndNeverAsked_SaysThatTheCacheDoesNotKnow()
    {
        var result = await FindAsync("alpha", change: query => query with { Offline = true });

        result.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK4042");
    }

    [Fact]
    public async Task Find_PinnedScope_IsAskedOfItsRegistryAlone()
    {
        Serve(_first, "/index/@company/alpha", "@company/alpha", "9.0.0");

        var listing = (await FindAsync("@company/alpha")).Value;

        listing.Registry.ShouldBeNull();
        listing.Searched.ShouldBe("no registry (asked: second)");
        _first.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Find_PinnedScopeFromAnotherRegistry_IsRefused()
    {
        var result = await FindAsync("@company/alpha", change: query => query with { Registry = "first" });

        result.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK4043");
        _first.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Find_NamedRegistry_IsTheOnlyOneAsked()
    {
        Serve(_first, Alpha, "alpha", "1.0.0");
        Serve(_second, Alpha, "alpha", "2.0.0");

        (await FindAsync("alpha", change: query => query with { Registry = "second" })).Value.Registry!.Name.ShouldBe(
            "second"
        );
        (await FindAsync("alpha", change: query => query with { Registry = "third" }))
            .Diagnostics.Single()
            .Code.ShouldBe("SPK4022");
        _first.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Find_Origin_IsTheOnlyOneAsked()
    {
        Serve(_first, Alpha, "alpha", "1.0.0");
        Serve(_second, Alpha, "alpha", "2.0.0");

        var installed = await FindAsync("alpha", change: query => query with { Origin = new Uri(_second.Url) });
        var gone = await FindAsync("alpha", change: query => query with { Origin = new Uri("https://gone.test") });

        installed.Value.Registry!.Name.ShouldBe("second");
        gone.Value.Registry.ShouldBeNull();
        gone.Value.Searched.ShouldContain("gone.test");
        _first.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Find_VersionThatCannotBeRead_SpoilsNoOther()
    {
        var odd = MemoryLine("alpha", "2.0.0")
            .Replace("\"requires\":{}", "\"requires\":{\"b\":\"newest\"}", StringComparison.Ordinal);
        _first.On(
            Alpha,
            FakeRegistry.Bytes(System.Text.Encoding.UTF8.GetBytes(MemoryLine("alpha", "1.0.0") + "\n" + odd + "\n"))
        );

        (await FindAsync("alpha")).Value.Versions.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Find_NoRegistry_SaysSo()
    {
        using var source = new RegistryPackageSource([]);

        (await FindAsync("alpha", source)).Value.Searched.ShouldBe("no registry (none is configured)");
    }

    private static string MemoryLine(string name, string version) =>
        Packaging.Contracts.IndexLine.Write(Support.MemorySource.Entry($"{name} {version}"));

    private static void Serve(FakeRegistry registry, string path, string name, string version) =>
        registry.On(path, FakeRegistry.Bytes(System.Text.Encoding.UTF8.GetBytes(MemoryLine(name, version) + "\n")));

    private async Task<Result<PackageListing>> FindAsync(
        string name,
        RegistryPackageSource? source = null,
        Func<PackageQuery, PackageQuery>? change = null
    )
    {
        using var own = source is null ? Source() : null;
        var query = new PackageQuery(PluginName.Parse(name));
        return await (source ?? own!).FindAsync(
            change is null ? query : change(query),
            TestContext.Current.CancellationToken
        );
    }

    private RegistryPackageSource Source() =>
        new([Client("first", _first, []), Client("second", _second, ["company"])]);

    private RegistryClient Client(string name, FakeRegistry registry, string[] scopes) =>
        new(
            _http,
            new RegistryEndpoint
            {
                Name = name,
                Url = new Uri(registry.Url),
                Scopes = [.. scopes],
            },
            RegistryCache.InHome(_folder.Path),
            _clock,
            new RegistryClientLimits
            {
                Backoff = TimeSpan.FromMilliseconds(5),
                MaxRetryAfter = TimeSpan.FromMilliseconds(20),
            }
        );
}
