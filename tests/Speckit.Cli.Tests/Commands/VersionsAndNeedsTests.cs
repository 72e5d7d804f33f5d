using System.Text.Json.Nodes;
using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands;

/// <summary><c>outdated</c>, <c>why</c>, <c>list --tree</c>, and <c>validate</c> against a real registry.</summary>
public sealed class VersionsAndNeedsTests(TestRegistry registry) : IClassFixture<TestRegistry>
{
    [Fact]
    public async Task Outdated_UpdateAndHeldBackVersion_ShowsBothAndWhy()
    {
        using var session = await AuthorAsync("old");
        await PublishAsync(session, "old-base", "1.0.0");
        await PublishAsync(session, "old-app", "1.0.0", NeedsOf("old-base", "^1.0"));
        (await session.RunAsync("plugin", "install", "old-app", "--yes")).ShouldExit(0);
        var current = await session.RunAsync("plugin", "outdated", "--exit-code");
        current.ShouldExit(0).Output.ShouldContain("Everything is up to date");
        await PublishAsync(session, "old-base", "1.1.0");
        await PublishAsync(session, "old-base", "2.0.0");

        var shown = await session.RunAsync("plugin", "outdated");
        shown.ShouldExit(0).Output.ShouldContain("CURRENT");
        shown.Output.ShouldContain("2.0.0 does not fit");
        shown.Output.ShouldContain("old-app");
        var json = await session.RunAsync("plugin", "outdated", "--exit-code", "--json");
        var plugin = json.ShouldExit(1).Data["plugins"]!.AsArray().Single(p => Text(p, "name") == "old-base")!;
        (Text(plugin, "current"), Text(plugin, "wanted"), Text(plugin, "latest")).ShouldBe(("1.0.0", "1.1.0", "2.0.0"));
        plugin["why"]!.AsArray().ShouldNotBeEmpty();
        (await session.RunAsync("plugin", "outdated", "--offline", "--json"))
            .ShouldExit(0)
            .Codes.ShouldContain("SPK4008");
    }

    [Fact]
    public async Task Outdated_NewerSpeckitIsNeeded_SaysSo()
    {
        using var session = await AuthorAsync("future");
        await PublishAsync(session, "future", "1.0.0");
        (await session.RunAsync("plugin", "install", "future", "--yes")).ShouldExit(0);
        await PublishAsync(session, "future", "2.0.0", "  speckit: \">=99.0.0\"\n");

        var run = await session.RunAsync("plugin", "outdated");

        run.ShouldExit(0).Output.ShouldContain("requires speckit >=99.0.0");
    }

    [Fact]
    public async Task Outdated_PluginOfAFolder_IsNotCompared()
    {
        using var session = new CliSession();
        Plugins.WriteScript(session.At("local"), name: "local-only");
        (await session.RunAsync("plugin", "install", session.At("local"), "--yes")).ShouldExit(0);

        var run = await session.RunAsync("plugin", "outdated");

        run.ShouldExit(0).Output.ShouldContain("local-only 1.0.0 is not compared");
    }

    [Fact]
    public async Task WhyTreeRemove_DependencyOfRemovedPlugin_IsAnOrphan()
    {
        using var session = await AuthorAsync("need");
        await PublishAsync(session, "need-base", "1.0.0");
        await PublishAsync(session, "need-app", "1.0.0", NeedsOf("need-base", "^1.0"));
        (await session.RunAsync("plugin", "install", "need-app", "--yes")).ShouldExit(0);

        var why = await session.RunAsync("plugin", "why", "need-base");
        why.ShouldExit(0).Output.ShouldContain("need-app 1.0.0 → need-base ^1.0");
        var tree = await session.RunAsync("plugin", "list", "--tree");
        tree.ShouldExit(0).Output.ShouldContain("└── need-base 1.0.0 (^1.0)");
        var asked = await session.RunAsync("plugin", "why", "need-app");
        asked.ShouldExit(0).Output.ShouldContain("you asked for it");

        var removed = await session.RunAsync("plugin", "remove", "need-app", "--yes", "--json");
        removed.ShouldExit(0).Data["orphans"]!.AsArray().Select(o => o!.GetValue<string>()).ShouldBe(["need-base"]);
        removed.Error.ShouldContain("specify plugin remove need-base");
        var orphan = await session.RunAsync("plugin", "why", "need-base", "--json");
        orphan.ShouldExit(0).Data["orphan"]!.GetValue<bool>().ShouldBeTrue();
        orphan.Error.ShouldContain("nothing needs it");
        (await session.RunAsync("plugin", "list", "--tree")).Output.ShouldContain("nothing needs it");
        var json = await session.RunAsync("plugin", "list", "--tree", "--json");
        json.ShouldExit(0).Data["tree"]!.AsArray().Single()!["orphan"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Why_NotInstalled_IsTold()
    {
        using var session = new CliSession();

        (await session.RunAsync("plugin", "why", "nothing", "--json")).ShouldExit(2).Codes.ShouldBe(["SPK5004"]);
        (await session.RunAsync("plugin", "list", "--tree")).ShouldExit(0).Output.ShouldContain("No plugins installed");
    }

    [Fact]
    public async Task Validate_CapabilityAddedInAMinorVersion_WarnsAgainstThePublishedOne()
    {
        using var session = await AuthorAsync("semver");
        await PublishAsync(session, "semver", "1.0.0");
        Plugins.WriteScript(session.At("semver"), name: "semver", version: "1.1.0", capabilities: "[network]");

        var run = await session.RunAsync("plugin", "validate", session.At("semver"), "--json");
        run.ShouldExit(0).Codes.ShouldBe(["SPK1090"]);
        Text(run.Data, "comparedWith").ShouldBe("1.0.0");
        run.Error.ShouldContain("publish it as 2.0.0 or higher");
        (await session.RunAsync("plugin", "validate", session.At("semver"), "--offline"))
            .ShouldExit(0)
            .All.ShouldContain("Not compared");

        var published = await PublishAsync(session, "semver", "1.1.0", capabilities: "[network]");
        published.Error.ShouldContain("SPK1090");
    }

    [Fact]
    public async Task Validate_NothingPublishedOrNoRegistry_SaysThatItWasNotCompared()
    {
        using var session = await AuthorAsync("first");
        Plugins.WriteScript(session.At("first"), name: "first-of-all");
        (await session.RunAsync("plugin", "validate", session.At("first")))
            .ShouldExit(0)
            .Output.ShouldContain("Nothing is published yet");
        using var other = new CliSession();
        Plugins.WriteScript(other.At("p"), name: "p");

        (await other.RunAsync("plugin", "validate", other.At("p")))
            .ShouldExit(0)
            .Output.ShouldContain("no registry is configured");
    }

    [Fact]
    public async Task Validate_RegistryDoesNotAnswer_IsValidWithAWarning()
    {
        using var session = new CliSession();
        Plugins.WriteScript(session.At("p"), name: "p");

        var run = await session.RunAsync(
            "plugin",
            "validate",
            session.At("p"),
            "--registry",
            "http://127.0.0.1:1",
            "--json"
        );

        run.ShouldExit(0).Codes.ShouldBe(["SPK1095"]);
    }

    private async Task<CliSession> AuthorAsync(string name)
    {
        var session = new CliSession().With("SPECKIT_TOKEN", await registry.TokenAsync("author-of-" + name));
        (await session.RunAsync("plugin", "keygen")).ShouldExit(0);
        (await session.RunAsync("plugin", "registry", "add", registry.Url, "--name", "local")).ShouldExit(0);
        return session;
    }

    private static async Task<CliRun> PublishAsync(
        CliSession session,
        string name,
        string version,
        string extra = "",
        string capabilities = "[]"
    )
    {
        var folder = session.At($"{name}-{version}");
        Plugins.WriteScript(folder, name: name, version: version, extra: extra, capabilities: capabilities);
        (await session.RunAsync("plugin", "build", folder)).ShouldExit(0);
        (await session.RunAsync("plugin", "sign", folder)).ShouldExit(0);
        return (await session.RunAsync("plugin", "publish", folder)).ShouldExit(0);
    }

    private static string NeedsOf(string name, string range) =>
        $"  plugins:\n    - {{ name: {name}, version: {range} }}\n";

    private static string? Text(JsonNode? node, string key) => node![key]?.GetValue<string>();
}
