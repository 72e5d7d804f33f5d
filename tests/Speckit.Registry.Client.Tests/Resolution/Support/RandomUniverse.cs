using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Contracts;
using Speckit.Registry.Client.Resolution;

namespace Speckit.Registry.Client.Tests.Resolution.Support;

/// <summary>A small universe made of a seed, whose solutions can be found by trying everything.</summary>
internal sealed class RandomUniverse
{
    private static readonly string[] Names = ["a", "b", "c", "d", "e"];
    private static readonly string[] Ranges =
    [
        "*",
        "^1.0.0",
        "^2.0.0",
        ">=1.1.0",
        "<2.0.0",
        "1.0.0",
        "1.1.0",
        "1.0.0 || 2.0.0",
        "^3.0.0",
        ">=2.0.0-rc.1",
    ];

    private readonly List<(PluginName Name, List<IndexEntry?> Choices)> _packages = [];

    public RandomUniverse(int seed)
    {
        var random = new Random(seed);
        string[] versions = seed % 3 == 0 ? ["1.0.0", "1.1.0", "2.0.0-rc.1", "2.0.0"] : ["1.0.0", "1.1.0", "2.0.0"];
        foreach (var name in Names[..random.Next(2, Names.Length + 1)])
        {
            var choices = new List<IndexEntry?> { null };
            foreach (var version in versions.Where(_ => random.Next(4) > 0))
            {
                var needs = Names
                    .Where(_ => random.Next(4) == 0)
                    .Select(other => $"{other}{(random.Next(4) == 0 ? "?" : "")} {Pick(random, Ranges)}");
                choices.Add(
                    MemorySource.Entry($"{name} {version}: {string.Join(", ", needs)}") with
                    {
                        Yanked = random.Next(12) == 0,
                    }
                );
            }

            _packages.Add((PluginName.Parse(name), choices));
        }

        Source = new MemorySource();
        foreach (var entry in _packages.SelectMany(package => package.Choices).OfType<IndexEntry>())
        {
            Source.Add(entry);
        }

        Roots = string.Join(
            ", ",
            Names.Where(_ => random.Next(3) == 0).Select(name => $"{name} {Pick(random, Ranges)}")
        );
        Installed =
        [
            .. _packages
                .Where(package => package.Choices.Count > 1 && random.Next(3) == 0)
                .Select(package => Line(package.Choices[random.Next(1, package.Choices.Count)]!)),
        ];
        // Which pre-release an update may take is a question of its own.
        Unlock = seed % 3 == 1 ? string.Join(", ", Names.Where(_ => random.Next(2) == 0)) : "";
    }

    public MemorySource Source { get; }

    public string Roots { get; }

    public string[] Installed { get; }

    public string Unlock { get; }

    /// <summary>Every choice of versions that meets all requirements, by trying everything.</summary>
    public List<Dictionary<PluginName, IndexEntry>> Solutions(ResolutionRequest request)
    {
        var found = new List<Dictionary<PluginName, IndexEntry>>();
        var count = _packages.Aggregate(1, (product, package) => product * package.Choices.Count);
        for (var number = 0; number < count; number++)
        {
            var chosen = new Dictionary<PluginName, IndexEntry>();
            var rest = number;
            foreach (var (name, choices) in _packages)
            {
                if (choices[rest % choices.Count] is { } entry)
                {
                    chosen.Add(name, entry);
                }

                rest /= choices.Count;
            }

            if (IsSolution(request, chosen))
            {
                found.Add(chosen);
            }
        }

        return found;
    }

    /// <summary>Whether a choice meets all requirements, said in another way than the solver says it.</summary>
    public static bool IsSolution(ResolutionRequest request, Dictionary<PluginName, IndexEntry> chosen) =>
        request.Roots.All(root => chosen.TryGetValue(root.Name, out var entry) && root.Range!.Contains(Version(entry)))
        && request.Installed.All(pair => chosen.TryGetValue(pair.Key, out var entry) && MayStay(request, pair, entry))
        && chosen.All(pair =>
            (!pair.Value.Yanked || IsInstalled(request, pair.Key, pair.Value))
            && pair.Value.Requires.All(need => Meets(chosen, need, whenAbsent: false))
            && pair.Value.Optional!.All(need => Meets(chosen, need, whenAbsent: true))
        );

    /// <summary>Whether a version is the one that is installed.</summary>
    public static bool IsInstalled(ResolutionRequest request, PluginName name, IndexEntry entry) =>
        request.Installed.TryGetValue(name, out var installed) && installed.Version == Version(entry);

    public static SemanticVersion Version(IndexEntry entry) => SemanticVersion.Parse(entry.Version);

    // An installed plugin becomes no pre-release by itself.
    private static bool MayStay(
        ResolutionRequest request,
        KeyValuePair<PluginName, InstalledPackage> installed,
        IndexEntry entry
    ) =>
        request.Roots.Any(root => root.Name == installed.Key)
        || !Version(entry).IsPrerelease
        || installed.Value.Version == Version(entry);

    private static bool Meets(
        Dictionary<PluginName, IndexEntry> chosen,
        KeyValuePair<string, string> need,
        bool whenAbsent
    ) =>
        chosen.TryGetValue(PluginName.Parse(need.Key), out var entry)
            ? VersionRange.Parse(need.Value).Contains(Version(entry))
            : whenAbsent;

    private static string Line(IndexEntry entry) =>
        $"{entry.Name} {entry.Version}: "
        + string.Join(
            ", ",
            entry
                .Requires.Select(pair => $"{pair.Key} {pair.Value}")
                .Concat(entry.Optional!.Select(pair => $"{pair.Key}? {pair.Value}"))
        );

    private static string Pick(Random random, string[] items) => items[random.Next(items.Length)];
}
