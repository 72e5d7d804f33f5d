using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;
using Speckit.Registry.Client.Resolution;
using Speckit.Registry.Client.Tests.Resolution.Support;

namespace Speckit.Registry.Client.Tests.Resolution;

/// <summary>The resolver against trying everything, on thousands of small universes.</summary>
public sealed class BruteForceTests : ResolutionTest
{
    private const int Universes = 4000;

    [Fact]
    public async Task Resolve_RandomUniverses_FindsASolutionExactlyWhenThereIsOne()
    {
        var (solved, failed) = (0, 0);
        for (var seed = 0; seed < Universes; seed++)
        {
            var universe = new RandomUniverse(seed);
            var request = Request(universe.Roots, universe.Installed, universe.Unlock);
            var solutions = universe.Solutions(request);

            var result = await ResolveAsync(universe);

            result.Succeeded.ShouldBe(solutions.Count > 0, $"seed {seed}: {result.Diagnostics.FirstOrDefault()}");
            if (result.Succeeded)
            {
                solved++;
                CheckSolution(universe, request, result.Value, seed);
                CheckChange(request, Chosen(universe, result.Value), solutions, seed);
            }
            else
            {
                failed++;
                result.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK4040");
            }
        }

        // Neither kind is rare, or this would prove little.
        solved.ShouldBeGreaterThan(Universes / 5);
        failed.ShouldBeGreaterThan(Universes / 5);
    }

    [Fact]
    public async Task Resolve_Again_SaysTheSame()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var first = await ResolveAsync(new RandomUniverse(seed));
            var second = await ResolveAsync(new RandomUniverse(seed));

            second.Succeeded.ShouldBe(first.Succeeded);
            if (first.Succeeded)
            {
                Chosen(second).ShouldBe(Chosen(first));
                second.Value.Packages.Select(p => p.Name).ShouldBe(first.Value.Packages.Select(p => p.Name));
            }
            else
            {
                second.Diagnostics.Single().Message.ShouldBe(first.Diagnostics.Single().Message);
            }
        }
    }

    [Fact]
    public async Task Resolve_WhatNeedsNothingIsFoundWhenNamed_ChoosesTheSame()
    {
        var (asleep, solved, failed) = (0, 0, 0);
        for (var seed = 0; seed < Universes; seed++)
        {
            var universe = new RandomUniverse(seed);
            var all = Request(universe.Roots, universe.Installed, universe.Unlock);
            var left = all
                .Installed.Where(p =>
                    p.Value.Requires.IsEmpty
                    && !all.Unlock.Contains(p.Key)
                    && all.Roots.All(root => !root.Name.Equals(p.Key))
                )
                .ToDictionary();
            var some = all.Installed.Where(p => !left.ContainsKey(p.Key)).ToDictionary();
            asleep += left.Count;

            var expected = await ResolveAsync(universe);
            var result = await ResolveAsync(
                new RandomUniverse(seed).Source,
                universe.Roots,
                universe.Installed,
                universe.Unlock,
                request => request with { Installed = some, FindInstalled = left.GetValueOrDefault }
            );

            result.Succeeded.ShouldBe(expected.Succeeded, $"seed {seed}");
            if (!expected.Succeeded)
            {
                failed++;
                // The reasons are the same; in which order they are come to may differ.
                result.Diagnostics.Single().Code.ShouldBe(expected.Diagnostics.Single().Code, $"seed {seed}");
                continue;
            }

            solved++;
            var (found, wanted) = (Versions(result.Value), Versions(expected.Value));
            foreach (var (name, version) in wanted)
            {
                // What stays as it is need not be told.
                (found.GetValueOrDefault(name) ?? left.GetValueOrDefault(name)?.Version.ToString()).ShouldBe(
                    version,
                    $"seed {seed}: {name}"
                );
            }

            found.Keys.Except(wanted.Keys).ShouldBeEmpty($"seed {seed}");
        }

        asleep.ShouldBeGreaterThan(Universes / 10);
        Math.Min(solved, failed).ShouldBeGreaterThan(Universes / 5);
    }

    private static Dictionary<PluginName, string> Versions(PluginResolution resolution) =>
        resolution.Packages.ToDictionary(package => package.Name, package => package.Version.ToString());

    private static Task<Result<PluginResolution>> ResolveAsync(RandomUniverse universe) =>
        ResolveAsync(universe.Source, universe.Roots, universe.Installed, universe.Unlock);

    private static Dictionary<PluginName, IndexEntry> Chosen(RandomUniverse universe, PluginResolution resolution) =>
        resolution.Packages.ToDictionary(
            package => package.Name,
            package =>
                universe.Source.Entries.Single(entry =>
                    entry.Name == package.Name.ToString() && entry.Version == package.Version.ToString()
                )
        );

    private static void CheckSolution(
        RandomUniverse universe,
        ResolutionRequest request,
        PluginResolution resolution,
        int seed
    )
    {
        var chosen = Chosen(universe, resolution);
        RandomUniverse.IsSolution(request, chosen).ShouldBeTrue($"seed {seed}");
        foreach (var package in resolution.Packages)
        {
            // Nothing is there that nobody wants.
            (request.Installed.ContainsKey(package.Name) || package.RequiredBy.Length > 0).ShouldBeTrue($"seed {seed}");
            (package.Change == PackageChange.Kept).ShouldBe(
                RandomUniverse.IsInstalled(request, package.Name, chosen[package.Name]),
                $"seed {seed}"
            );
        }
    }

    // What is to be updated is the highest possible, one after the other; what is to be kept is kept if all of it can be.
    private static void CheckChange(
        ResolutionRequest request,
        Dictionary<PluginName, IndexEntry> chosen,
        List<Dictionary<PluginName, IndexEntry>> solutions,
        int seed
    )
    {
        var left = solutions;
        foreach (var name in Updated(request))
        {
            var best = left.Select(solution => solution[name])
                .OrderByDescending(entry => !entry.Yanked)
                .ThenByDescending(RandomUniverse.Version)
                .First();
            chosen[name].Version.ShouldBe(best.Version, $"seed {seed}: {name}");
            left = left.FindAll(solution => solution[name] == best);
        }

        var kept = request.Installed.Keys.Except(Updated(request)).ToList();
        if (left.Exists(solution => kept.TrueForAll(name => RandomUniverse.IsInstalled(request, name, solution[name]))))
        {
            kept.ShouldAllBe(name => RandomUniverse.IsInstalled(request, name, chosen[name]), $"seed {seed}");
        }
    }

    private static List<PluginName> Updated(ResolutionRequest request) =>
        [
            .. request
                .Roots.Select(root => root.Name)
                .Concat(request.Installed.Keys.Order())
                .Distinct()
                .Where(name =>
                    request.Installed.TryGetValue(name, out var installed)
                    && (
                        request.Unlock.Contains(name)
                        || request.Roots.Any(root => root.Name == name && !root.Range!.Contains(installed.Version))
                    )
                ),
        ];
}
