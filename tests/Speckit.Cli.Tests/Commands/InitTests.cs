using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands;

public sealed class InitTests
{
    [Fact]
    public async Task Init_EmptyFolder_MakesAProject()
    {
        using var session = new CliSession(initialized: false);

        var run = await session.RunAsync("init");

        run.ShouldExit(0).Output.ShouldContain("is a Speckit project now");
        File.Exists(Path.Combine(session.Project, ".specify", "config.yaml")).ShouldBeTrue();
        File.ReadAllText(Path.Combine(session.Project, ".specify", ".gitignore")).ShouldContain("/cache/");
        (await session.RunAsync("plugin", "list")).ShouldExit(0).Output.ShouldContain("No plugins installed");
    }

    [Fact]
    public async Task Init_Twice_ChangesNothing()
    {
        using var session = new CliSession(initialized: false);
        await session.RunAsync("init");
        var config = Path.Combine(session.Project, ".specify", "config.yaml");
        File.WriteAllText(config, "# mine\n");

        var run = await session.RunAsync("init", "--json");

        run.ShouldExit(0).Data["created"]!.GetValue<bool>().ShouldBeFalse();
        run.Error.ShouldContain("already");
        File.ReadAllText(config).ShouldBe("# mine\n");
    }

    [Theory]
    [InlineData("~")]
    [InlineData("~/")]
    public async Task Init_TheHomeFolder_IsRefused(string root)
    {
        using var session = new CliSession(initialized: false);

        var run = await session.RunAsync("init", "--project-root", root, "--json");

        run.ShouldExit(2).Codes.ShouldBe(["SPK9001"]);
        Directory.Exists(Path.Combine(session.Home, ".specify")).ShouldBeFalse();
    }

    [Fact]
    public async Task Project_TheHomeFolderWithItsState_IsNone()
    {
        using var session = new CliSession(initialized: false);
        (await session.RunAsync("plugin", "keygen")).ShouldExit(0);
        session.WorkingDirectory = session.Home;

        (await session.RunAsync("plugin", "list", "--json")).ShouldExit(2).Codes.ShouldBe(["SPK5001"]);
        (await session.RunAsync("plugin", "list", "--json", "--project-root", session.Home + "/"))
            .ShouldExit(2)
            .Codes.ShouldBe(["SPK5001"]);
    }

    [Fact]
    public async Task Project_FoundFromASubfolderAndByOption_IsTheSame()
    {
        using var session = new CliSession();
        var below = Directory.CreateDirectory(Path.Combine(session.Project, "a", "b")).FullName;
        session.WorkingDirectory = below;
        (await session.RunAsync("plugin", "list")).ShouldExit(0);

        session.WorkingDirectory = session.Home;
        (await session.RunAsync("plugin", "list", "--project-root", "../project")).ShouldExit(0);
        (await session.RunAsync("plugin", "list", "--project-root", "nowhere")).ShouldExit(2);
    }

    [Fact]
    public async Task Init_APathThatIsAFile_IsAClearError()
    {
        using var session = new CliSession(initialized: false);
        File.WriteAllText(Path.Combine(session.Project, ".specify"), "");

        var run = await session.RunAsync("init", "--json");

        run.ShouldExit(1).Codes.ShouldBe(["SPK9002"]);
        run.Error.ShouldContain(".specify");
        run.Error.ShouldContain("hint:");
    }
}
