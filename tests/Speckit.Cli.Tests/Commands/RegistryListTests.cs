using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands;

public sealed class RegistryListTests
{
    [Fact]
    public async Task AddListRemove_FileWithComments_KeepsThem()
    {
        using var session = new CliSession();
        var file = Path.Combine(session.Project, ".specify", "registry.yaml");
        const string Original =
            "# ours\nregistries:\n  # the first\n  - name: main\n    url: https://main.example.com # tail\n";
        File.WriteAllText(file, Original);

        var added = await session.RunAsync(
            "plugin",
            "registry",
            "add",
            "http://127.0.0.1:7878/",
            "--name",
            "local",
            "--priority",
            "5",
            "--json"
        );

        added.ShouldExit(0).Data["url"]!.GetValue<string>().ShouldStartWith("http://127.0.0.1:7878");
        File.ReadAllText(file).ShouldStartWith(Original);
        var listed = await session.RunAsync("plugin", "registry", "list");
        var lines = listed.ShouldExit(0).Output.Split('\n');
        lines[0].ShouldStartWith("NAME");
        lines[1].ShouldStartWith("local");
        lines[2].ShouldStartWith("main");
        var data = await session.RunAsync("plugin", "registry", "list", "--json");
        data.ShouldExit(0).Data["registries"]!.AsArray().Count.ShouldBe(2);

        (await session.RunAsync("plugin", "registry", "remove", "http://127.0.0.1:7878")).ShouldExit(0);
        File.ReadAllText(file).ShouldBe(Original);
    }

    [Fact]
    public async Task List_None_SaysHowToAddOne()
    {
        using var session = new CliSession();

        var run = await session.RunAsync("plugin", "registry", "list");

        run.ShouldExit(0).Output.ShouldContain("specify plugin registry add <url>");
    }

    [Theory]
    [InlineData("http://example.com", "SPK4007")]
    [InlineData("ftp://example.com", "SPK4007")]
    [InlineData("nonsense", "SPK4007")]
    [InlineData("https://user:secret@example.com", "SPK4007")]
    public async Task Add_UrlThatIsNoRegistry_IsRefused(string url, string code)
    {
        using var session = new CliSession();

        var run = await session.RunAsync("plugin", "registry", "add", url, "--json");

        run.ShouldExit(2).Codes.ShouldBe([code]);
        File.Exists(Path.Combine(session.Project, ".specify", "registry.yaml")).ShouldBeFalse();
    }

    [Fact]
    public async Task Add_Twice_IsRefused()
    {
        using var session = new CliSession();
        (await session.RunAsync("plugin", "registry", "add", "https://a.example.com")).ShouldExit(0);

        (await session.RunAsync("plugin", "registry", "add", "https://a.example.com", "--json"))
            .ShouldExit(2)
            .Codes.ShouldBe(["SPK4023"]);
    }

    [Fact]
    public async Task Remove_Unknown_IsTold()
    {
        using var session = new CliSession();
        await session.RunAsync("plugin", "registry", "add", "https://a.example.com");

        (await session.RunAsync("plugin", "registry", "remove", "other", "--json"))
            .ShouldExit(2)
            .Codes.ShouldBe(["SPK4022"]);
        (await session.RunAsync("plugin", "registry", "remove", "https://b.example.com", "--json")).ShouldExit(2);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("remove x")]
    public async Task Run_BrokenFile_SaysWhereTheMistakeIs(string command)
    {
        using var session = new CliSession();
        File.WriteAllText(Path.Combine(session.Project, ".specify", "registry.yaml"), "registries: [\n");

        var run = await session.RunAsync(["plugin", "registry", .. command.Split(' ')]);

        run.ShouldExit(2).Error.ShouldContain("registry.yaml:");
    }
}
