using System.Collections.Immutable;
using Speckit.Host.Audit.Advisories;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Tests.Audit.Advisories;

public sealed class AdvisoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        """{"introduced":"0"},{"fixed":"1.2.3"}""",
        "0.0.0-alpha 0.1.0 1.2.2 1.2.3-rc.1",
        "1.2.3 1.2.3+build 2.0.0"
    )]
    [InlineData("""{"introduced":"1.0.0"},{"fixed":"1.2.0"}""", "1.0.0 1.1.9", "0.9.0 1.0.0-rc.1 1.2.0")]
    [InlineData("""{"fixed":"1.2.0"},{"introduced":"1.0.0"}""", "1.0.0 1.1.9", "0.9.0 1.2.0")]
    [InlineData("""{"introduced":"1.0.0"},{"last_affected":"1.2.0"}""", "1.0.0 1.2.0", "0.9.0 1.2.1")]
    [InlineData("""{"introduced":"1.0.0"},{"last_affected":"1.0.0"}""", "1.0.0", "0.9.0 1.0.1")]
    [InlineData("""{"introduced":"0"}""", "0.0.1 99.0.0", "")]
    [InlineData(
        """{"introduced":"1.0.0"},{"fixed":"1.1.0"},{"introduced":"2.0.0"},{"fixed":"2.1.0"}""",
        "1.0.5 2.0.0",
        "1.1.0 1.9.0 2.1.0"
    )]
    [InlineData("""{"introduced":"0"},{"limit":"2.0.0"}""", "1.9.9", "2.0.0 3.0.0")]
    [InlineData("""{"introduced":"0"},{"limit":"*"}""", "1.9.9 9.0.0", "")]
    public void Contains_RangeOfEvents_IsAsOsvEvaluatesIt(string events, string inside, string outside)
    {
        var advisory = Load(Osv($$"""{"ranges":[{"type":"SEMVER","events":[{{events}}]}]}""")).Single();

        foreach (var version in inside.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            advisory.IsAbout(PluginName.Parse("tool"), SemanticVersion.Parse(version)).ShouldBeTrue(version);
        }

        foreach (var version in outside.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            advisory.IsAbout(PluginName.Parse("tool"), SemanticVersion.Parse(version)).ShouldBeFalse(version);
        }
    }

    [Fact]
    public void Load_WholeAdvisory_IsRead()
    {
        var advisory = Load(
                """
                {
                  "schema_version": "1.6.0", "id": "SPECKIT-2026-1", "modified": "2026-01-01T00:00:00Z",
                  "summary": "Runs what it reads", "aliases": ["CVE-2026-1"], "withdrawn": null,
                  "affected": [
                    {"package": {"ecosystem": "npm", "name": "tool"}, "versions": ["9.9.9"]},
                    {"package": {"ecosystem": "Speckit", "name": "@acme/tool"}, "versions": ["1.0.0", "1.1.0"],
                     "ranges": [{"type": "GIT", "events": [{"introduced": "0"}]},
                                {"type": "SEMVER", "events": [{"introduced": "2.0.0"}, {"fixed": "2.0.1"}]}]}
                  ]
                }
                """
            )
            .Single();
        var name = PluginName.Parse("@acme/tool");

        advisory.Id.ShouldBe("SPECKIT-2026-1");
        advisory.Summary.ShouldBe("Runs what it reads");
        advisory.Aliases.ShouldBe(["CVE-2026-1"]);
        advisory.IsAbout(name, SemanticVersion.Parse("1.1.0")).ShouldBeTrue();
        advisory.IsAbout(name, SemanticVersion.Parse("1.2.0")).ShouldBeFalse();
        advisory.IsAbout(name, SemanticVersion.Parse("2.0.0")).ShouldBeTrue();
        advisory.IsAbout(PluginName.Parse("tool"), SemanticVersion.Parse("9.9.9")).ShouldBeFalse();
        advisory.FixedAfter(name, SemanticVersion.Parse("2.0.0"))!.ToString().ShouldBe("2.0.1");
        advisory.FixedAfter(name, SemanticVersion.Parse("2.0.1")).ShouldBeNull();
    }

    [Theory]
    [InlineData(
        """{"id":"X","withdrawn":"2026-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"Speckit","name":"tool"},"versions":["1.0.0"]}]}"""
    )]
    [InlineData(
        """{"id":"X","affected":[{"package":{"ecosystem":"PyPI","name":"Not A Name"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"1!0"}]}]}]}"""
    )]
    [InlineData("""{"id":"X"}""")]
    [InlineData("""{"id":"X","affected":[{}]}""")]
    public void Load_NotAboutPlugins_IsLeftOut(string text) => Load(text).ShouldBeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"id":1}""")]
    [InlineData("""{"id":"X","affected":{}}""")]
    [InlineData("""{"id":"X","affected":[1]}""")]
    [InlineData("""{"id":"X","affected":[{"package":{"ecosystem":"Speckit"}}]}""")]
    [InlineData(
        """{"id":"X","affected":[{"package":{"ecosystem":"Speckit","name":"Not A Name"},"versions":["1.0.0"]}]}"""
    )]
    [InlineData("""{"id":"X","affected":[{"package":{"ecosystem":"Speckit","name":"tool"}}]}""")]
    [InlineData("""{"id":"X","affected":[{"package":{"ecosystem":"Speckit","name":"tool"},"versions":["one"]}]}""")]
    [InlineData(
        """{"id":"X","affected":[{"package":{"ecosystem":"Speckit","name":"tool"},"ranges":[{"events":[]}]}]}"""
    )]
    [InlineData(
        """{"id":"X","affected":[{"package":{"ecosystem":"Speckit","name":"tool"},"ranges":[{"type":"GIT","events":[{"introduced":"0"}]}]}]}"""
    )]
    [InlineData(
        """{"id":"X","affected":[{"package":{"ecosystem":"Speckit","name":"tool"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0","fixed":"1.0.0"}]}]}]}"""
    )]
    [InlineData(
        """{"id":"X","affected":[{"package":{"ecosystem":"Speckit","name":"tool"},"ranges":[{"type":"SEMVER","events":[{"vanished":"1.0.0"}]}]}]}"""
    )]
    [InlineData(
        """{"id":"X","affected":[{"package":{"ecosystem":"Speckit","name":"tool"},"ranges":[{"type":"SEMVER","events":[{"fixed":"soon"}]}]}]}"""
    )]
    public void Load_NotAnAdvisory_IsAnErrorThatNamesTheFile(string text)
    {
        var file = Write("bad.json", text);

        var problem = AdvisoryReader.Load(file).Diagnostics.Single();

        problem.Code.ShouldBe("SPK5035");
        problem.Message.ShouldContain("bad.json");
    }

    [Fact]
    public void Load_Folder_ReadsItsJsonFilesInOrderAndStopsAtABadOne()
    {
        Write("b.json", Osv("""{"versions":["1.0.0"]}""", "B"));
        Write("a.json", Osv("""{"versions":["1.0.0"]}""", "A"));
        Write("notes.txt", "not an advisory");
        AdvisoryReader.Load(_folder.Path).Value.Select(a => a.Id).ShouldBe(["A", "B"]);

        Write("c.json", "{");
        AdvisoryReader.Load(_folder.Path).Diagnostics.Single().Message.ShouldContain("c.json");
    }

    [Fact]
    public void Load_MissingOrHuge_IsAnError()
    {
        AdvisoryReader.Load(_folder.At("nothing")).Diagnostics.Single().Code.ShouldBe("SPK5035");
        var file = Write("huge.json", "{\"id\":\"" + new string('x', 2 << 20) + "\"}");
        AdvisoryReader.Load(file).Diagnostics.Single().Code.ShouldBe("SPK5035");
    }

    [Fact]
    public void Load_DamagedText_IsReadOrRefusedAndNeverThrows()
    {
        var good = System.Text.Encoding.UTF8.GetBytes(
            Osv(
                """{"versions":["1.0.0"],"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.2.3"}]}]}"""
            )
        );
        var random = new Random(7);
        var file = _folder.At("x.json");
        for (var i = 0; i < 2000; i++)
        {
            var bytes = good.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(file, bytes);
            var read = AdvisoryReader.Load(file);
            (read.Succeeded || read.Diagnostics.Single().Code == "SPK5035").ShouldBeTrue();
        }
    }

    private ImmutableArray<Advisory> Load(string text) => AdvisoryReader.Load(Write("one.json", text)).Value;

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.At(name), text);
        return _folder.At(name);
    }

    private static string Osv(string affected, string id = "X") =>
        $$"""{"id":"{{id}}","affected":[{"package":{"ecosystem":"Speckit","name":"tool"},{{affected[1..]}}]}""";
}
