using System.Diagnostics;
using Speckit.Manifests.Diagnostics;
using Speckit.Registry.Client.Resolution.Sources;
using Speckit.Registry.Client.Tests.Resolution.Support;

namespace Speckit.Registry.Client.Tests.Resolution;

/// <summary>Registries that want the resolver to run for ever, or to fall over.</summary>
public sealed class HostileTests : ResolutionTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Resolve_EndlessChain_IsGivenUp()
    {
        var start = Stopwatch.GetTimestamp();

        var result = await ResolveAsync(new EndlessSource(), "p0");

        result.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK4041");
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Patience);
    }

    [Fact]
    public async Task Resolve_LongCircle_IsSolvedWithoutRecursion()
    {
        var lines = Enumerable.Range(0, 9000).Select(i => $"p{i} 1.0.0: p{(i + 1) % 9000} ^1.0.0");

        (await ResolveAsync(new MemorySource([.. lines]), "p0")).Value.Packages.Length.ShouldBe(9000);
    }

    [Fact]
    public async Task Resolve_TensOfThousandsOfVersions_IsDoneInReasonableTime()
    {
        var start = Stopwatch.GetTimestamp();
        var lines = Enumerable.Range(0, 20_000).Select(i => $"a 1.{i}.0: b ^{i % 7}.0.0").Append("b 9.0.0");

        var result = await ResolveAsync(new MemorySource([.. lines]), "a");

        result.Diagnostics.ShouldHaveSingleItem();
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Patience);
    }

    [Fact]
    public async Task Resolve_NoWayOutOfAMaze_EndsWithAShortStory()
    {
        // Each needs the next in the next version, all around: seven steps of eight never come back to where they began.
        var lines = Enumerable
            .Range(0, 7)
            .SelectMany(i => Enumerable.Range(1, 8).Select(v => $"p{i} {v}.0.0: p{(i + 1) % 7} {(v % 8) + 1}.0.0"));
        var start = Stopwatch.GetTimestamp();

        var story = Story(await ResolveAsync(new MemorySource([.. lines]), "p0"));

        story.Split('\n').Length.ShouldBeLessThan(210);
        story.ShouldContain("version solving failed", Case.Insensitive);
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Patience);
    }

    [Fact]
    public async Task Resolve_SamePrecedenceTwice_IsDecidedByTheText()
    {
        var forward = new MemorySource("a 1.0.0+b", "a 1.0.0+a");
        var backward = new MemorySource("a 1.0.0+a", "a 1.0.0+b");

        Chosen(await ResolveAsync(forward, "a")).ShouldBe("a 1.0.0+b");
        Chosen(await ResolveAsync(backward, "a")).ShouldBe("a 1.0.0+b");
        Chosen(await ResolveAsync(forward, "", ["a 1.0.0+a"])).ShouldBe("a 1.0.0+a");
    }

    [Fact]
    public async Task Resolve_UnreadableVersion_IsLeftOut() =>
        Chosen(await ResolveAsync(new MemorySource("a 1.0.0", "a soon"), "a")).ShouldBe("a 1.0.0");

    /// <summary>A registry in which every plugin needs another one.</summary>
    private sealed class EndlessSource : IPackageSource
    {
        public Task<Result<PackageListing>> FindAsync(PackageQuery query, CancellationToken cancellationToken)
        {
            var number = int.Parse(query.Name.Name[1..], System.Globalization.CultureInfo.InvariantCulture);
            return new MemorySource($"p{number} 1.0.0: p{number + 1} *").FindAsync(query, cancellationToken);
        }
    }
}
