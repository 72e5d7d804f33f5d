using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Speckit.Host.Dependencies;
using Speckit.Host.Locking;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Tests.Dependencies;

/// <summary>Who needs whom: ways, trees and orphans of lock files, circles among them.</summary>
public sealed class DependencyGraphTests
{
    [Fact]
    public void PathsTo_Diamond_HasBothWaysAndTheirRanges()
    {
        var graph = new DependencyGraph(Lock("app: left right", "*left: base", "*right: base", "*base:"));

        var paths = graph.PathsTo(Name("base"));

        paths.IsComplete.ShouldBeTrue();
        paths.Paths.Select(Words).ShouldBe(["app left base", "app right base"], ignoreOrder: true);
        paths.Paths[0][^1].Range.ShouldBe("^1.0.0");
        paths.Paths[0][0].Range.ShouldBeNull();
    }

    [Fact]
    public void PathsTo_AskedForAndNeeded_HasTheShortestFirst()
    {
        var graph = new DependencyGraph(Lock("app: base", "base:"));

        graph.PathsTo(Name("base")).Paths.Select(Words).ShouldBe(["base", "app base"]);
    }

    [Fact]
    public void PathsTo_Circle_Ends()
    {
        var graph = new DependencyGraph(Lock("app: a", "*a: b", "*b: a c", "*c:"));

        graph.PathsTo(Name("c")).Paths.Select(Words).ShouldBe(["app a b c"]);
        graph.PathsTo(Name("a")).Paths.Select(Words).ShouldBe(["app a"]);
    }

    [Fact]
    public void PathsTo_MoreThanTheLimit_SaysSo()
    {
        var wide = Enumerable.Range(0, 200).Select(i => $"app{i}: base").Append("*base:").ToArray();

        var paths = new DependencyGraph(Lock(wide)).PathsTo(Name("base"));

        paths.IsComplete.ShouldBeFalse();
        paths.Paths.Length.ShouldBe(100);
    }

    [Fact]
    public void PathsTo_NeededAndNotInstalled_HasAWayWithoutAVersion()
    {
        var paths = new DependencyGraph(Lock("app: gone")).PathsTo(Name("gone"));

        paths.Paths.ShouldHaveSingleItem()[^1].Version.ShouldBeNull();
    }

    [Fact]
    public void Orphans_DependencyOfNothingAndItsOwn_AreNamed()
    {
        var graph = new DependencyGraph(Lock("app: base", "*base:", "*left: below", "*below: left", "*alone:"));

        graph.Orphans.Select(o => o.ToString()).ShouldBe(["alone", "below", "left"]);
        graph.PathsTo(Name("below")).Paths.ShouldBeEmpty();
    }

    [Fact]
    public void Tree_SharedAndCircular_IsWrittenOutOnce()
    {
        var tree = DependencyTree.Of(
            Lock("app: left right", "*left: base", "*right: base", "*base: deep", "*deep: left")
        );

        var app = tree.ShouldHaveSingleItem();
        var left = app.Needs[0];
        left.Needs[0].Needs[0].Needs[0].ShouldBe(left with { IsRepeated = true, Needs = [] }, Same);
        app.Needs[1].Needs[0].IsRepeated.ShouldBeTrue();
    }

    [Fact]
    public void Tree_WrongVersionMissingAndOrphan_AreMarked()
    {
        var plugins = Lock("app: base gone", "*base:", "*alone:");
        var app = plugins.Plugins[Name("app")];
        plugins = plugins.With(Name("app"), app with { Requires = app.Requires.SetItem(Name("base"), "^2.0.0") });

        var tree = DependencyTree.Of(plugins);

        tree[0].Needs[0].Fits.ShouldBeFalse();
        tree[0].Needs[1].Version.ShouldBeNull();
        tree[1].IsOrphan.ShouldBeTrue();
    }

    [Fact]
    public void GraphAndTree_AnyLockFile_AgreeAndShowEveryPlugin() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                seed =>
                {
                    var random = new Random(seed);
                    var count = random.Next(1, 12);
                    var lockFile = Lock([
                        .. Enumerable
                            .Range(0, count)
                            .Select(i =>
                                $"{(random.Next(3) > 0 ? "*" : "")}p{i}: "
                                + string.Join(
                                    ' ',
                                    Enumerable.Range(0, count).Where(_ => random.Next(4) == 0).Select(j => $"p{j}")
                                )
                            ),
                    ]);
                    var graph = new DependencyGraph(lockFile);
                    var shown = DependencyTree.Of(lockFile).SelectMany(All).ToList();
                    return lockFile.Plugins.Keys.All(name =>
                            graph.IsOrphan(name) == graph.PathsTo(name).Paths.IsEmpty
                            && shown.Exists(n => n.Name.Equals(name) && n.IsOrphan == graph.IsOrphan(name))
                        ) && shown.Where(n => !n.Needs.IsEmpty).GroupBy(n => n.Name).All(g => g.Count() == 1);
                }
            )
            .QuickCheckThrowOnFailure();

    private static IEnumerable<DependencyNode> All(DependencyNode node) => node.Needs.SelectMany(All).Prepend(node);

    private static IEqualityComparer<DependencyNode> Same { get; } =
        EqualityComparer<DependencyNode>.Create(
            (a, b) => a!.Name.Equals(b!.Name) && a.IsRepeated == b.IsRepeated && a.Needs.Length == b.Needs.Length
        );

    private static string Words(ImmutableArray<DependencyStep> path) => string.Join(' ', path.Select(s => s.Name));

    private static PluginName Name(string text) =>
        PluginName.TryParse(text, out var name) ? name : throw new ArgumentException(text, nameof(text));

    /// <summary>A lock file of lines <c>[*]name: needed needed</c>; with a star the plugin came along.</summary>
    private static LockFile Lock(params string[] lines) =>
        lines
            .Select(line => line.Split(':'))
            .Aggregate(
                LockFile.Empty,
                (known, parts) =>
                    known.With(
                        Name(parts[0].TrimStart('*')),
                        new LockedPlugin
                        {
                            Version = SemanticVersion.Parse("1.0.0"),
                            Dialect = ManifestDialect.Speckit,
                            Resolved = "file:x",
                            Archive = "sha256:" + new string('a', 64),
                            Tree = "sha256:" + new string('b', 64),
                            Trust = TrustLevel.Unsigned,
                            Dependency = parts[0].StartsWith('*'),
                            Requires = parts[1]
                                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                                .Aggregate(
                                    ImmutableSortedDictionary<PluginName, string>.Empty,
                                    (needs, needed) => needs.SetItem(Name(needed), "^1.0.0")
                                ),
                        }
                    )
            );
}
