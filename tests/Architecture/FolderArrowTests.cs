using Architecture.Support;

namespace Architecture;

/// <summary>No circle between the folders of one project.</summary>
public sealed class FolderArrowTests
{
    /// <summary>Arrows that close a circle today, each with its reason. Nothing else may be added without one.</summary>
    private static readonly Dictionary<string, (string From, string To)[]> Known = new(StringComparer.Ordinal)
    {
        // The server's one serializer context names the bodies that its slices define, and the slices serialize through it.
        ["Speckit.Registry"] =
        [
            ("Features", "Features.Operations"),
            ("Features", "Features.Tokens"),
            ("Features", "Features.Trust"),
        ],
    };

    public static TheoryData<string> Projects => [.. Repository.Sources.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfAProject_FormNoCircle(string name)
    {
        var arrows = ArrowsOf(name);
        var known = Known.GetValueOrDefault(name, []);
        var rest = arrows.ToDictionary(
            from => from.Key,
            IReadOnlySet<string> (from) =>
                from.Value.Keys.Where(to => !known.Contains((from.Key, to))).ToHashSet(StringComparer.Ordinal)
        );

        var circle = Graph.FindCircle(rest);
        circle.ShouldBeNull(
            string.Join(
                '\n',
                arrows.SelectMany(from => from.Value.Select(to => $"{from.Key} → {to.Key} by {to.Value}"))
            )
        );
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void KnownArrows_OfAProject_AreStillThere(string name)
    {
        var arrows = ArrowsOf(name);
        foreach (var (from, to) in Known.GetValueOrDefault(name, []))
        {
            arrows.ShouldContainKey(from);
            arrows[from].ShouldContainKey(to, $"{from} → {to} is gone: take it off the list");
        }
    }

    [Fact]
    public void Read_AnAssemblyWithFolders_FindsArrowsInCodeAndSignatures()
    {
        var arrows = ArrowsOf("Speckit.Cli");

        // A base class, and a call in the body of an asynchronous method.
        arrows["Commands.Plugins"].ShouldContainKey("Commands");
        arrows["Commands.Plugins"].ShouldContainKey("Authoring");
    }

    private static SortedDictionary<string, SortedDictionary<string, string>> ArrowsOf(string name)
    {
        var project = Repository.Sources.Single(p => p.Name == name);
        return FolderArrows.Read(Path.Combine(AppContext.BaseDirectory, project.AssemblyName + ".dll"), name);
    }
}
