using Architecture.Support;

namespace Architecture;

/// <summary>Arrows between projects go down only.</summary>
public sealed class ProjectArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Speckit.JsonSchema"] = [],
        ["Speckit.Manifests"] = ["Speckit.JsonSchema"],
        ["Speckit.Protocol"] = [],
        ["Speckit.Packaging"] = ["Speckit.Manifests"],
        ["Speckit.Registry.Client"] = ["Speckit.Packaging"],
        ["Speckit.Host"] = ["Speckit.JsonSchema", "Speckit.Protocol", "Speckit.Registry.Client"],
        ["Speckit.Workspace"] = ["Speckit.Host"],
        ["Speckit.Cli"] = ["Speckit.Workspace"],
        ["Speckit.Launcher"] = ["Speckit.Host"],
        ["Speckit.Registry"] = ["Speckit.Packaging"],
        ["Speckit.Sdk"] = ["Speckit.Protocol"],
    };

    private static readonly string[] ReachedByTheCommandLine =
    [
        "Speckit.JsonSchema",
        "Speckit.Manifests",
        "Speckit.Packaging",
        "Speckit.Protocol",
        "Speckit.Registry.Client",
        "Speckit.Host",
        "Speckit.Workspace",
    ];

    [Fact]
    public void Sources_AllProjects_AreKnownHere() =>
        Repository.Sources.Select(p => p.Name).ShouldBe(Allowed.Keys, ignoreOrder: true);

    [Fact]
    public void Sources_References_AreExactlyTheAllowedOnes()
    {
        var wrong = Repository.Sources.SelectMany(project =>
            project
                .References.Except(Allowed.GetValueOrDefault(project.Name, []))
                .Select(reference => $"{project.Name} must not reference {reference}")
        );

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Plugins_References_AreTheSdkAlone()
    {
        Repository.Plugins.ShouldNotBeEmpty();
        foreach (var plugin in Repository.Plugins)
        {
            plugin.References.ShouldBe(["Speckit.Sdk"], plugin.Name);
        }
    }

    [Fact]
    public void Sources_Arrows_FormNoCircle() =>
        Graph
            .FindCircle(
                Repository.Sources.ToDictionary(
                    p => p.Name,
                    IReadOnlySet<string> (p) => p.References.ToHashSet(StringComparer.Ordinal)
                )
            )
            .ShouldBeNull();

    [Fact]
    public void Libraries_ReachedByTheCommandLine_AreBuiltForBothFrameworksAndForNativeCode()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        Reach("Speckit.Cli", reached);
        reached.ShouldBe(ReachedByTheCommandLine, ignoreOrder: true);

        foreach (var library in Repository.Sources.Where(p => reached.Contains(p.Name)))
        {
            library.Property("TargetFrameworks").Split(';').ShouldBe(["net10.0", "net9.0"], library.Name);
            library.Property("IsAotCompatible").ShouldBe("true", library.Name);
            library.Property("JsonSerializerIsReflectionEnabledByDefault").ShouldBe("false", library.Name);
        }
    }

    [Fact]
    public void FindCircle_ArrowsInACircle_IsTold()
    {
        var arrows = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal)
        {
            ["a"] = new HashSet<string>(StringComparer.Ordinal) { "b" },
            ["b"] = new HashSet<string>(StringComparer.Ordinal) { "c" },
            ["c"] = new HashSet<string>(StringComparer.Ordinal) { "b" },
        };

        Graph.FindCircle(arrows).ShouldBe("b → c → b");
    }

    private static void Reach(string project, HashSet<string> reached)
    {
        foreach (var reference in Repository.Sources.Single(p => p.Name == project).References)
        {
            if (reached.Add(reference))
            {
                Reach(reference, reached);
            }
        }
    }
}
