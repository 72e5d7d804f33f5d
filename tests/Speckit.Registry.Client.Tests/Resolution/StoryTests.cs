using System.Collections.Immutable;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client.Resolution;
using Speckit.Registry.Client.Tests.Resolution.Support;

namespace Speckit.Registry.Client.Tests.Resolution;

/// <summary>Conflicts as people read them, word for word.</summary>
public sealed class StoryTests : ResolutionTest
{
    [Fact]
    public async Task Story_TwoPluginsNeedDifferentMajors_NamesBothAndWhoWantsThem()
    {
        var source = new MemorySource(
            "a 1.0.0: b ^2.0.0",
            "a 1.1.0: b ^2.0.0",
            "c 1.0.0: b ^1.0.0",
            "b 1.0.0",
            "b 2.0.0"
        );

        Story(await ResolveAsync(source, "a, c"))
            .ShouldBe(
                """
                Because every version of a requires b ^2.0.0 and c 1.0.0 requires b ^1.0.0, no version of a can be used with c.
                So, because your project requires a and c, version solving failed.
                """
            );
    }

    [Fact]
    public async Task Story_ChainOfNeeds_IsFollowed()
    {
        var source = new MemorySource("foo 1.0.0: bar ^2.0.0", "bar 2.0.0: baz ^3.0.0", "baz 1.0.0", "baz 3.0.0");

        Story(await ResolveAsync(source, "foo ^1.0.0, baz ^1.0.0"))
            .ShouldBe(
                """
                Because foo 1.0.0 requires bar ^2.0.0 which requires baz ^3.0.0, foo 1.0.0 requires baz 3.0.0.
                So, because your project requires foo ^1.0.0 and baz ^1.0.0, version solving failed.
                """
            );
    }

    [Fact]
    public async Task Story_TwoBranches_NumbersTheLineThatIsNeededLater()
    {
        var source = new MemorySource(
            "foo 1.0.0: a ^1.0.0, b ^1.0.0",
            "foo 1.1.0: x ^1.0.0, y ^1.0.0",
            "a 1.0.0: b ^2.0.0",
            "b 1.0.0",
            "b 2.0.0",
            "x 1.0.0: y ^2.0.0",
            "y 1.0.0",
            "y 2.0.0"
        );

        Story(await ResolveAsync(source, "foo ^1.0.0"))
            .ShouldBe(
                """
                Because foo 1.0.0 requires a ^1.0.0 which requires b ^2.0.0, foo 1.0.0 requires b 2.0.0.
                (1) So, because foo 1.0.0 requires b ^1.0.0, foo 1.0.0 cannot be used.
                Because foo 1.1.0 requires x ^1.0.0 which requires y ^2.0.0, foo 1.1.0 requires y 2.0.0.
                And because foo 1.1.0 requires y ^1.0.0, foo 1.1.0 cannot be used.
                And because foo 1.0.0 cannot be used (1), no version of foo can be used.
                So, because your project requires foo ^1.0.0, version solving failed.
                """
            );
    }

    [Fact]
    public async Task Story_NoVersionInTheRange_SaysWhatThereIs()
    {
        var result = await ResolveAsync(new MemorySource("a 1.0.0", "a 1.1.0"), "a ^2.0.0");

        Story(result)
            .ShouldBe(
                "Because your project requires a ^2.0.0, of which registry 'main' has no version (there are: 1.1.0, 1.0.0), version solving failed."
            );
    }

    [Fact]
    public async Task Story_UnknownPlugin_SaysWhoWantsItAndHowToLook()
    {
        var result = await ResolveAsync(new MemorySource("a 1.0.0: ghost ^1.0.0"), "a");

        Story(result)
            .ShouldBe(
                "Because your project requires a which requires ghost ^1.0.0, which is in no registry, version solving failed."
            );
        Story(await ResolveAsync(new MemorySource(), "ghost"))
            .ShouldBe("Because your project requires ghost, which is in no registry, version solving failed.");
        (await ResolveAsync(new MemorySource(), "ghost")).Diagnostics[0].Hint!.ShouldContain("search ghost");
    }

    [Fact]
    public async Task Story_EveryKindOfExclusion_IsToldWithItsReason()
    {
        var entry = MemorySource.Entry("a 1.0.0");
        var source = new MemorySource
        {
            Endpoint = new RegistryEndpoint
            {
                Name = "strict",
                Url = Main,
                Filter = new RegistryFilter(TrustLevel.Verified, ["agents"]),
            },
        };
        var provides = new Dictionary<string, ImmutableArray<string>> { ["agents"] = ["x"] };
        var good = entry with { Trust = TrustLevel.Verified, Provides = provides };
        source
            .Add(good with { Version = "1.0.0", Yanked = true })
            .Add(good with { Version = "1.1.0", Trust = TrustLevel.SelfSigned })
            .Add(good with { Version = "1.2.0", Provides = entry.Provides })
            .Add(good with { Version = "1.3.0", Speckit = ">=1.0.0" })
            .Add(good with { Version = "1.4.0", Platforms = ["windows", "macos"] })
            .Add(good with { Version = "1.5.0", Runtimes = Runtime("python", ">=3.11") })
            .Add(good with { Version = "1.6.0", Speckit = "soon" })
            .Add(
                good with
                {
                    Version = "1.7.0",
                    Requires = new Dictionary<string, string> { ["Bad Name"] = "*" },
                }
            )
            .Add(
                good with
                {
                    Version = "1.8.0",
                    Requires = new Dictionary<string, string> { ["b"] = "newest" },
                }
            )
            .Add(good with { Version = "1.9.0", Runtimes = Runtime("cobol", "*") })
            .Add(good with { Version = "1.10.0", Runtimes = Runtime("node", "latest") });

        var story = Story(await ResolveAsync(source, "a"));

        foreach (
            var reason in new[]
            {
                "a 1.0.0 was yanked",
                "a 1.1.0 is only self-signed, and the filter of registry 'strict' asks for verified",
                "a 1.2.0 provides none of agents, to which the filter of registry 'strict' is limited",
                "a 1.3.0 requires speckit >=1.0.0 (installed: 0.3.0)",
                "a 1.4.0 runs on windows, macos, and this is linux-x64",
                "a 1.5.0 requires python >=3.11 (installed: none)",
                "a 1.6.0 says that it needs speckit 'soon', which is no range",
                "a 1.7.0 says that it needs 'Bad Name' '*', which is no plugin and range",
                "a 1.8.0 says that it needs 'b' 'newest', which is no plugin and range",
                "a 1.9.0 requires cobol * (installed: none)",
                "a 1.10.0 says that it needs node 'latest', which is no range",
            }
        )
        {
            story.ShouldContain(reason);
        }
    }

    [Fact]
    public async Task Story_OfData_IsItsLines()
    {
        var source = new MemorySource("a 1.0.0: b ^2.0.0", "b 2.0.0: c ^2.0.0", "c 1.0.0", "c 2.0.0");

        var result = await ResolveAsync(source, "a, c ^1.0.0");

        var lines = DependencyResolver.StoryOf(result.Diagnostics[0]);
        lines.Length.ShouldBe(2);
        string.Join('\n', lines).ShouldBe(Story(result));
    }

    [Fact]
    public async Task Story_OfWhatIsInstalled_SaysSo()
    {
        var source = new MemorySource("a 1.0.0: c ^1.0.0", "b 1.0.0: c ^2.0.0", "c 1.0.0", "c 2.0.0");

        Story(await ResolveAsync(source, "b", ["a 1.0.0: c ^1.0.0", "c 1.0.0"])).ShouldContain("your project has a");
    }

    private static Dictionary<string, string> Runtime(string name, string range) => new() { [name] = range };
}
