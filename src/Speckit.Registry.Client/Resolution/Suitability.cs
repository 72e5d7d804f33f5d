using System.Collections.Immutable;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client.Resolution.Sources;

namespace Speckit.Registry.Client.Resolution;

/// <summary>Says why versions may not be chosen: what they need of this machine, and what the filters of registries ask for.</summary>
/// <param name="environment">This machine.</param>
internal sealed class Suitability(ResolutionEnvironment environment)
{
    // What is not on this list is never looked for: a registry does not choose which programs run here.
    private static readonly ImmutableArray<string> RuntimeNames = ["dotnet", "node", "python"];

    private readonly IndexTexts _texts = new();
    private readonly Dictionary<string, bool> _speckit = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SemanticVersion?> _runtimes = new(StringComparer.Ordinal);

    /// <summary>Finds out what is installed of what versions need.</summary>
    public async Task LearnAsync(ImmutableArray<PackageVersion> versions, CancellationToken cancellationToken)
    {
        foreach (var version in versions)
        {
            foreach (var runtime in version.Entry.Runtimes?.Keys ?? [])
            {
                if (RuntimeNames.Contains(runtime) && !_runtimes.ContainsKey(runtime))
                {
                    _runtimes[runtime] = await environment.Runtimes.FindAsync(runtime, cancellationToken);
                }
            }
        }
    }

    /// <summary>Why a version may not be chosen, and what can be done about it; null when it may.</summary>
    public (string Reason, string? Hint)? WhyNot(IndexEntry entry, RegistryEndpoint? registry) =>
        entry.Yanked ? ("was yanked", null)
        : registry is null ? null
        : WhyFiltered(entry, registry) ?? WhySpeckit(entry) ?? WhyPlatform(entry) ?? WhyRuntime(entry);

    private static (string, string?)? WhyFiltered(IndexEntry entry, RegistryEndpoint registry)
    {
        if (registry.Filter.Admits(entry))
        {
            return null;
        }

        const string hint = "the filter is in .specify/registry.yaml";
        return registry.Filter.MinimumTrust is { } least && entry.Trust < least
            ? (
                $"is only {entry.Trust.ToName()}, and the filter of registry '{registry.Name}' asks for {least.ToName()}",
                hint
            )
            : (
                $"provides none of {string.Join(", ", registry.Filter.Categories)}, to which the filter of registry '{registry.Name}' is limited",
                hint
            );
    }

    private (string, string?)? WhySpeckit(IndexEntry entry) =>
        entry.Speckit is not { } text ? null
        : _texts.RangeOf(text) is not { } range ? ($"says that it needs speckit '{text}', which is no range", null)
        : RunsOn(text, range) ? null
        : ($"requires speckit {text} (installed: {environment.Speckit})", "update speckit");

    private bool RunsOn(string text, VersionRange range)
    {
        if (!_speckit.TryGetValue(text, out var runs))
        {
            runs = range.Contains(environment.Speckit);
            _speckit.Add(text, runs);
        }

        return runs;
    }

    private (string, string?)? WhyPlatform(IndexEntry entry)
    {
        foreach (var platform in entry.Platforms)
        {
            if (IsHere(platform))
            {
                return null;
            }
        }

        return entry.Platforms.IsEmpty
            ? null
            : ($"runs on {string.Join(", ", entry.Platforms)}, and this is {environment.Platform}", null);
    }

    // An architecture may follow the name of a platform.
    private bool IsHere(string platform)
    {
        var here = environment.Platform;
        return here.StartsWith(platform, StringComparison.Ordinal)
            && (here.Length == platform.Length || here[platform.Length] == '-');
    }

    private (string, string?)? WhyRuntime(IndexEntry entry)
    {
        foreach (var (runtime, text) in entry.Runtimes ?? ImmutableDictionary<string, string>.Empty)
        {
            if (_texts.RangeOf(text) is not { } range)
            {
                return ($"says that it needs {runtime} '{text}', which is no range", null);
            }

            var version = _runtimes.GetValueOrDefault(runtime);
            if (version is null || !range.Contains(version))
            {
                var there = version?.ToString() ?? "none";
                return ($"requires {runtime} {text} (installed: {there})", $"install {runtime} {text}");
            }
        }

        return null;
    }
}
