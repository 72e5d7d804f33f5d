using System.Collections.Immutable;
using System.Globalization;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client;
using Speckit.Registry.Client.Resolution.Sources;

namespace Speckit.Benchmarks.Resolve;

/// <summary>An index in memory, made of a seed: packages need some that are more basic than they are, a few of which many need.</summary>
internal sealed class SyntheticRegistry : IPackageSource
{
    private const int VersionsOfAMajor = 5;
    private static readonly RegistryEndpoint Endpoint = new() { Name = "bench", Url = new Uri("https://bench.test") };

    private readonly Dictionary<PluginName, PackageListing> _listings = [];

    /// <summary>The registry of a seed.</summary>
    /// <param name="packages">How many packages.</param>
    /// <param name="versions">How many versions each has.</param>
    /// <param name="seed">What decides.</param>
    /// <param name="strictness">How many of a hundred dependencies pin another major than the newest: they make conflicts.</param>
    /// <param name="density">The most plugins that a package needs.</param>
    public SyntheticRegistry(int packages, int versions, int seed, int strictness, int density)
    {
        var random = new Random(seed);
        for (var number = 0; number < packages; number++)
        {
            var name = NameOf(number);
            var targets = Targets(random, number, packages, density);
            var entries = Enumerable
                .Range(0, versions)
                .Select(at => Entry(random, name, at, versions, targets, strictness));
            _listings.Add(PluginName.Parse(name), PackageListing.Of(PluginName.Parse(name), Endpoint, [.. entries]));
        }
    }

    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"package-{number:D4}");

    public Task<Result<PackageListing>> FindAsync(PackageQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<Result<PackageListing>>(_listings[query.Name]);

    private static int[] Targets(Random random, int number, int packages, int density)
    {
        var left = packages - number - 1;
        return left == 0
            ? []
            :
            [
                .. Enumerable
                    .Range(0, random.Next(0, density + 1))
                    // Half of them near, half of them among the most basic ones.
                    .Select(i =>
                        i % 2 == 0
                            ? number + 1 + random.Next(Math.Min(left, 40))
                            : packages - 1 - random.Next(Math.Min(left, packages / 10))
                    )
                    .Distinct(),
            ];
    }

    private static IndexEntry Entry(Random random, string name, int at, int versions, int[] targets, int strictness)
    {
        var needs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var target in targets)
        {
            var newest = ((versions - 1) / VersionsOfAMajor) + 1;
            // Old versions need old things, new ones new things.
            var major = random.Next(100) < strictness ? random.Next(1, newest + 1) : 0;
            var own = (at / VersionsOfAMajor) + 1;
            needs[NameOf(target)] =
                major > 0
                    ? string.Create(CultureInfo.InvariantCulture, $"^{major}.{random.Next(VersionsOfAMajor)}.0")
                    : string.Create(CultureInfo.InvariantCulture, $">={own}.0.0");
        }

        return new IndexEntry
        {
            Name = name,
            Version = string.Create(
                CultureInfo.InvariantCulture,
                $"{(at / VersionsOfAMajor) + 1}.{at % VersionsOfAMajor}.0"
            ),
            Requires = needs,
            Speckit = ">=0.1.0",
            Platforms = ["linux", "macos", "windows"],
            Runtime = "dotnet",
            Capabilities = [],
            Provides = ImmutableDictionary<string, ImmutableArray<string>>.Empty,
            Archive = "sha256:" + new string('a', 64),
            Tree = "sha256:" + new string('b', 64),
            Size = 250_000,
            Trust = TrustLevel.SelfSigned,
            Yanked = false,
            Format = IndexEntry.CurrentFormat,
        };
    }
}
