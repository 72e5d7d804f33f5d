using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Registry.Client.Resolution;
using Speckit.Registry.Client.Resolution.Sources;

namespace Speckit.Registry.Client.Tests.Resolution.Support;

/// <summary>Asks the resolver in the words of <see cref="MemorySource"/>.</summary>
public abstract class ResolutionTest
{
    private protected static readonly Uri Main = new("https://main.test");

    /// <summary>Resolves what a project that has <paramref name="installed"/> asks for in <paramref name="roots"/>: "a ^1.0.0, b".</summary>
    private protected static Task<Result<PluginResolution>> ResolveAsync(
        IPackageSource source,
        string roots,
        string[]? installed = null,
        string unlock = "",
        Func<ResolutionRequest, ResolutionRequest>? change = null
    )
    {
        var request = Request(roots, installed, unlock);
        return new DependencyResolver(source).ResolveAsync(
            change is null ? request : change(request),
            TestContext.Current.CancellationToken
        );
    }

    private protected static ResolutionRequest Request(string roots, string[]? installed = null, string unlock = "") =>
        new()
        {
            Roots = [.. Items(roots).Select(root => new RootRequirement(PluginName.Parse(root.Name), root.Range))],
            Installed = (installed ?? []).ToDictionary(
                line => PluginName.Parse(MemorySource.Entry(line).Name),
                line => Installed(line)
            ),
            Unlock = Items(unlock).Select(item => PluginName.Parse(item.Name)).ToHashSet(),
            Environment = Environment(),
        };

    private protected static InstalledPackage Installed(string line)
    {
        var entry = MemorySource.Entry(line);
        return new InstalledPackage(
            SemanticVersion.Parse(entry.Version),
            [
                .. entry.Requires.Select(pair => Dependency(pair, optional: false)),
                .. entry.Optional!.Select(pair => Dependency(pair, optional: true)),
            ],
            Main
        );
    }

    private protected static ResolutionEnvironment Environment(FakeRuntimes? runtimes = null) =>
        new(SemanticVersion.Parse("0.3.0"), "linux-x64", runtimes ?? new FakeRuntimes());

    /// <summary>The versions chosen, by name: "a 1.0.0, b 2.0.0".</summary>
    private protected static string Chosen(Result<PluginResolution> result) =>
        string.Join(
            ", ",
            result
                .Value.Packages.OrderBy(package => package.Name)
                .Select(package => $"{package.Name} {package.Version}")
        );

    /// <summary>The story of a conflict.</summary>
    private protected static string Story(Result<PluginResolution> result)
    {
        result.Succeeded.ShouldBeFalse();
        var conflict = result.Diagnostics.ShouldHaveSingleItem();
        conflict.Code.ShouldBe("SPK4040");
        return conflict.Message;
    }

    private static PluginDependency Dependency(KeyValuePair<string, string> pair, bool optional) =>
        new(PluginName.Parse(pair.Key), VersionRange.Parse(pair.Value), optional);

    private static ImmutableArray<(string Name, VersionRange? Range)> Items(string text) =>
        [
            .. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(item => item.Split(' ', 2))
                .Select(item => (item[0], item.Length == 2 ? VersionRange.Parse(item[1]) : null)),
        ];
}

/// <summary>Runtimes of a machine that does not exist.</summary>
internal sealed class FakeRuntimes : IRuntimeVersions
{
    public Dictionary<string, string> Versions { get; init; } = [];

    public List<string> Asked { get; } = [];

    public Task<SemanticVersion?> FindAsync(string runtime, CancellationToken cancellationToken)
    {
        Asked.Add(runtime);
        return Task.FromResult(Versions.TryGetValue(runtime, out var version) ? SemanticVersion.Parse(version) : null);
    }
}
