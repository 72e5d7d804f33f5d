using System.Diagnostics;
using System.Globalization;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Registry.Client.Resolution;

namespace Speckit.Benchmarks.Resolve;

/// <summary>How long it takes to choose versions, with the index in memory: 2,000 packages of 20 versions.</summary>
internal static class ResolveBenchmark
{
    private const int Packages = 2000;
    private const int Versions = 20;
    private const int Warmups = 15;
    private const int Runs = 51;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(TextWriter output)
    {
        await output.WriteLineAsync($"{Packages} packages, {Versions} versions each, index in memory");
        foreach (var universe in Cases())
        {
            foreach (var seed in new[] { 1, 2, 3 })
            {
                await MeasureAsync(output, universe, seed);
            }
        }
    }

    private static IEnumerable<Case> Cases() =>
        [
            new("few needs, 50 asked", Strictness: 0, Density: 3, Roots: 50),
            new("few needs, 10 % pinned, 50 asked", Strictness: 10, Density: 3, Roots: 50),
            new("few needs, 30 % pinned, 30 asked", Strictness: 30, Density: 3, Roots: 30),
            new("nearly all needed", Strictness: 0, Density: 8, Roots: 100),
            new("nearly all needed, 1 % pinned", Strictness: 1, Density: 8, Roots: 100),
            // Beyond the goal, and shown for that: far more pins than anybody who wants to be installed would write.
            new("nearly all needed, 10 % pinned", Strictness: 10, Density: 8, Roots: 20),
        ];

    private static async Task MeasureAsync(TextWriter output, Case universe, int seed)
    {
        var registry = new SyntheticRegistry(Packages, Versions, seed, universe.Strictness, universe.Density);
        var resolver = new DependencyResolver(registry);
        var request = Request(universe.Roots);
        Result<PluginResolution>? result = null;
        var times = new List<double>(Runs);
        var warmups = Warmups;
        var runs = Runs;
        for (var run = 0; run < warmups + runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            result = await resolver.ResolveAsync(request, CancellationToken.None);
            var elapsed = Stopwatch.GetElapsedTime(start);
            if (run == 0 && elapsed > Long)
            {
                (warmups, runs) = (1, 3);
            }

            if (run >= warmups)
            {
                times.Add(elapsed.TotalMilliseconds);
            }
        }

        times.Sort();
        var outcome = result!.TryGet(out var resolution)
            ? $"{resolution.Packages.Length} packages chosen"
            : $"{result.Diagnostics[0].Code}, story of {DependencyResolver.StoryOf(result.Diagnostics[0]).Length} lines";
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {$"{universe.Title}, seed {seed}", -42} median {times[times.Count / 2], 7:F2} ms   min {times[0], 7:F2} ms   max {times[^1], 7:F2} ms   {outcome}"
            )
        );
    }

    private static ResolutionRequest Request(int roots) =>
        new()
        {
            Roots =
            [
                .. Enumerable
                    .Range(0, roots)
                    .Select(number => new RootRequirement(
                        PluginName.Parse(SyntheticRegistry.NameOf(number * 3)),
                        null
                    )),
            ],
            Environment = new ResolutionEnvironment(SemanticVersion.Parse("0.3.0"), "linux-x64", new NoRuntimes()),
        };

    private sealed record Case(string Title, int Strictness, int Density, int Roots);

    private sealed class NoRuntimes : IRuntimeVersions
    {
        public Task<SemanticVersion?> FindAsync(string runtime, CancellationToken cancellationToken) =>
            Task.FromResult<SemanticVersion?>(null);
    }
}
