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

    public static async Task RunAsync(TextWriter output)
    {
        await output.WriteLineAsync($"{Packages} packages, {Versions} versions each, index in memory");
        foreach (var (title, strictness, roots) in Cases())
        {
            foreach (var seed in new[] { 1, 2, 3 })
            {
                await MeasureAsync(output, $"{title}, seed {seed}", strictness, roots, seed);
            }
        }
    }

    private static IEnumerable<(string Title, int Strictness, int Roots)> Cases() =>
        [
            ("no pins, 1 root", 0, 1),
            ("no pins, 100 roots", 0, 100),
            ("2 % pins, 100 roots", 2, 100),
            ("10 % pins, 20 roots", 10, 20),
            ("30 % pins, 5 roots", 30, 5),
        ];

    private static async Task MeasureAsync(TextWriter output, string title, int strictness, int roots, int seed)
    {
        var registry = new SyntheticRegistry(Packages, Versions, seed, strictness);
        var resolver = new DependencyResolver(registry);
        var request = Request(roots);
        Result<PluginResolution>? result = null;
        var times = new List<double>(Runs);
        for (var run = 0; run < Warmups + Runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            result = await resolver.ResolveAsync(request, CancellationToken.None);
            if (run >= Warmups)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        times.Sort();
        var outcome = result!.TryGet(out var resolution)
            ? $"{resolution.Packages.Length} packages chosen"
            : $"{result.Diagnostics[0].Code}, story of {DependencyResolver.StoryOf(result.Diagnostics[0]).Length} lines";
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {title, -28} median {times[Runs / 2], 7:F2} ms   min {times[0], 7:F2} ms   max {times[^1], 7:F2} ms   {outcome}"
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
                    .Select(number => new RootRequirement(PluginName.Parse(SyntheticRegistry.NameOf(number * 3)), null)),
            ],
            Environment = new ResolutionEnvironment(SemanticVersion.Parse("0.3.0"), "linux-x64", new NoRuntimes()),
        };

    private sealed class NoRuntimes : IRuntimeVersions
    {
        public Task<SemanticVersion?> FindAsync(string runtime, CancellationToken cancellationToken) =>
            Task.FromResult<SemanticVersion?>(null);
    }
}
