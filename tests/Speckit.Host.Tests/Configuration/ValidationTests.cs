using Speckit.Host.Configuration;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Configuration;

/// <summary>A user's configuration against the plugin's schema.</summary>
public sealed class ValidationTests
{
    [Fact]
    public void Load_NoFile_GivesDefaults()
    {
        using var plugin = new Configured();

        plugin.Load().Value.ToJsonString().ShouldBe("""{"severity_threshold":"medium","scan_dependencies":true}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("severity_threshold: high\n")]
    [InlineData("server: { url: 'https://x', retries: 3 }\n")]
    [InlineData("hosts:\n  - { name: a, weight: 1.5 }\n")]
    public void Load_ValuesThatFit_Succeeds(string yaml)
    {
        using var plugin = new Configured();

        plugin.Load(yaml).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData("severity_threshold: 3\n", 1, 21, "'severity_threshold'", "found 3")]
    [InlineData("# c\nseverity_threshold: hihg\n", 2, 21, "expected one of", "\"high\"")]
    [InlineData("scan_dependencies: yes\n", 1, 20, "expected true or false", "\"yes\"")]
    [InlineData("port: 0\n", 1, 7, "'port'", "0")]
    [InlineData("port:\n", 1, 1, "'port'", "null")]
    [InlineData("server:\n  url: http://x\n", 2, 8, "'server.url'", "^https://")]
    [InlineData("server:\n  retries: 1\n", 2, 3, "'server'", "\"url\" is missing")]
    [InlineData("server: { url: 'https://x',\n  retries: many }\n", 2, 12, "'server.retries'", "many")]
    [InlineData("hosts:\n  - name: a\n  - name: 7\n", 3, 11, "'hosts.1.name'", "7")]
    [InlineData("hosts: none\n", 1, 8, "'hosts'", "expected an array")]
    [InlineData("example.com: 1\n", 1, 14, "'\"example.com\"'", "1")]
    public void Load_ValueThatDoesNotFit_SaysWhereAndWhat(string yaml, int line, int column, string key, string what)
    {
        using var plugin = new Configured();

        var problem = plugin.Problem(yaml);

        problem.Code.ShouldBe("SPK5040");
        problem.Location.ShouldBe(new SourceLocation(plugin.Path, line, column));
        problem.Message.ShouldContain(key);
        problem.Message.ShouldContain(what);
        problem.Hint.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Load_UnknownKey_PointsToTheKeyAndSuggests()
    {
        using var plugin = new Configured();

        var problem = plugin.Problem("severity_treshold: high\n");

        problem.Location.ShouldBe(new SourceLocation(plugin.Path, 1, 1));
        problem.Hint.ShouldBe("did you mean 'severity_threshold'?");
    }

    [Fact]
    public void Load_UnknownKeyLikeNoOther_ListsTheKeysThereAre()
    {
        using var plugin = new Configured();

        plugin.Problem("server: { url: 'https://x', zzzzzzzzzz: 1 }\n").Hint.ShouldBe("the keys are url, retries");
    }

    [Fact]
    public void Load_SeveralMistakes_TellsAllAtOnce()
    {
        using var plugin = new Configured();

        var loaded = plugin.Load("severity_threshold: none\nport: x\nserver: {}\nother: 1\n");

        loaded.Diagnostics.Select(d => d.Location!.Line).Order().ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void Load_WrongDefault_SaysThatItIsADefault()
    {
        using var plugin = new Configured(defaults: "port: zero\n");

        var problem = plugin.Problem("scan_dependencies: true\n");

        problem.Message.ShouldContain("'port' (a default of the plugin)");
        problem.Hint!.ShouldContain("set port <value>");
    }

    [Theory]
    [InlineData("a: [1\n", "SPK1001")]
    [InlineData("a: 1\na: 2\n", "SPK1006")]
    [InlineData("- a\n", "SPK5016")]
    [InlineData("just text\n", "SPK5016")]
    public void Load_FileThatIsNoConfiguration_IsRefusedWithItsPlace(string yaml, string code)
    {
        using var plugin = new Configured();

        var problem = plugin.Load(yaml).Diagnostics[0];

        problem.Code.ShouldBe(code);
        problem.Location!.File.ShouldBe(plugin.Path);
    }

    [Fact]
    public void Load_Secret_IsNotShown()
    {
        using var plugin = new Configured();

        plugin.Problem("password: hunter2\n").ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public void Load_NoSchema_AcceptsAnything()
    {
        using var plugin = new Configured(schema: null);

        plugin.Load("whatever: [1, { a: b }]\n").Value["whatever"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public void Load_MapsAndLists_MergeDeeplyAndReplace()
    {
        using var plugin = new Configured(schema: null, defaults: "a: { b: 1, c: 2 }\nl: [1, 2]\n");

        plugin.Load("a: { c: 3 }\nl: [9]\n").Value.ToJsonString().ShouldBe("""{"a":{"b":1,"c":3},"l":[9]}""");
    }

    [Theory]
    [InlineData("port: ${PORT}\n")]
    [InlineData("scan_dependencies: ${FLAG}\n")]
    [InlineData("severity_threshold: ${LEVEL}\n")]
    [InlineData("server: { url: '${URL}' }\n")]
    [InlineData("server: { url: '${SCHEME}://x' }\n")]
    public void Load_ReferenceForAScalar_IsAccepted(string yaml)
    {
        using var plugin = new Configured();

        plugin.Load(yaml).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData("server: ${SERVER}\n")]
    [InlineData("hosts: ${HOSTS}\n")]
    [InlineData("port: ${not.a.name}\n")]
    [InlineData("port: $${PORT}\n")]
    public void Load_ReferenceThatCannotFit_IsRefused(string yaml)
    {
        using var plugin = new Configured();

        plugin.Problem(yaml).Code.ShouldBe("SPK5040");
    }

    [Fact]
    public void Check_GoodSchemaAndDefaults_SaysNothing()
    {
        using var plugin = new Configured();

        ConfigurationSchema.Check(plugin.Manifest, plugin.Folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("type: strin\n", "SPK5041")]
    [InlineData("properties: { a: { pattern: '(' } }\n", "SPK5041")]
    [InlineData("$ref: '#/nowhere'\n", "SPK5041")]
    public void Check_BadSchema_IsTold(string schema, string code)
    {
        using var plugin = new Configured(schema);

        ConfigurationSchema.Check(plugin.Manifest, plugin.Folder)[0].Code.ShouldBe(code);
        plugin.Load().Diagnostics[0].Code.ShouldBe(code);
    }

    [Fact]
    public void Check_DefaultsThatDoNotFit_AreAllTold()
    {
        using var plugin = new Configured(defaults: "port: x\nscan_dependencies: 1\n");

        var problems = ConfigurationSchema.Check(plugin.Manifest, plugin.Folder);

        problems.Select(p => p.Code).ShouldBe(["SPK5042", "SPK5042"]);
    }

    [Fact]
    public void Check_RequiredKeyWithoutDefault_IsTheUsersToGive()
    {
        using var plugin = new Configured("type: object\nrequired: [url]\n", defaults: null);

        ConfigurationSchema.Check(plugin.Manifest, plugin.Folder).ShouldBeEmpty();
        plugin.Load().Succeeded.ShouldBeFalse();
    }

    [Theory]
    [InlineData("config.schema.json", """{"type":"object","properties":{"port":{"type":"integer"}}}""")]
    [InlineData("config.schema.yaml", "type: object\nproperties: { port: { type: integer } }\n")]
    public void Load_SchemaInAFile_IsUsed(string name, string schema)
    {
        using var plugin = new Configured(null, null);
        File.WriteAllText(Path.Combine(plugin.Folder, name), schema);
        var manifest = plugin.Manifest with { ConfigurationSchemaFile = new PackageFile(name) };
        File.WriteAllText(plugin.Path, "port: x\n");

        PluginConfiguration.Load(plugin.Path, manifest, plugin.Folder).Diagnostics[0].Code.ShouldBe("SPK5040");
        File.WriteAllText(plugin.Path, "port: 1\n");
        PluginConfiguration.Load(plugin.Path, manifest, plugin.Folder).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, "SPK1050")]
    [InlineData("[1]", "SPK1051")]
    [InlineData("{", "SPK1051")]
    public void Load_SchemaFileThatIsNone_IsTold(string? content, string code)
    {
        using var plugin = new Configured(null, null);
        if (content is not null)
        {
            File.WriteAllText(Path.Combine(plugin.Folder, "s.json"), content);
        }

        var manifest = plugin.Manifest with { ConfigurationSchemaFile = new PackageFile("s.json") };

        PluginConfiguration.Load(plugin.Path, manifest, plugin.Folder).Diagnostics[0].Code.ShouldBe(code);
    }

    [Fact]
    public void View_OfAConfiguration_TellsOriginTypeAndChoices()
    {
        using var plugin = new Configured();

        var view = ConfigurationView.Of(plugin.Parts("scan_dependencies: false\npassword: 0123456789\n"));

        var entries = view.Entries.ToDictionary(e => e.Key);
        entries["severity_threshold"].Origin.ShouldBe(ConfigurationOrigin.Default);
        entries["severity_threshold"].Allowed.ShouldBe(["\"low\"", "\"medium\"", "\"high\"", "\"critical\""]);
        entries["severity_threshold"].Description.ShouldBe("From where on");
        entries["scan_dependencies"].Origin.ShouldBe(ConfigurationOrigin.Yours);
        entries["scan_dependencies"].Types.ShouldBe(["boolean"]);
        entries["\"example.com\""].Origin.ShouldBe(ConfigurationOrigin.Unset);
        entries["password"].Value!.GetValue<string>().ShouldBe("***");
        view.Effective["password"]!.GetValue<string>().ShouldBe("***");
    }

    [Theory]
    [InlineData("a: 1\n", "a: 1\n", "")]
    [InlineData("", "a: { b: { c: 1 } }\n", "a.b.c")]
    [InlineData("a: { b: 1, c: 2 }\nd: 1\n", "a: { b: 1, c: 3 }\n", "a.c,d")]
    [InlineData("a: { b: 1 }\n", "a: 1\n", "a")]
    [InlineData("", "a: {}\nb:\n", "a,b")]
    [InlineData("a: [1]\n", "a: [2]\n", "a")]
    public void Differences_TwoConfigurations_AreTheKeysOfTheirValues(string before, string after, string keys) =>
        string.Join(',', JsonPlace.Differences(Map(before), Map(after))).ShouldBe(keys);

    [Fact]
    public void View_SchemaThatContainsItself_Ends()
    {
        using var plugin = new Configured(
            "type: object\nproperties: { child: { $ref: '#' }, name: { type: string } }\n",
            null
        );

        var view = ConfigurationView.Of(plugin.Parts("child: { child: {} }\n"));

        view.Entries.Select(e => e.Key)
            .ShouldBe(["child.child", "child.child.child", "child.child.name", "child.name", "name"]);
    }

    private static System.Text.Json.Nodes.JsonObject Map(string yaml) => yaml.Length == 0 ? [] : Configured.Json(yaml)!;
}
