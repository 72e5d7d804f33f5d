namespace Speckit.EndToEnd.Authoring;

/// <summary>What <c>specify plugin init</c> writes validates, tests, builds, installs, is enabled in its sandbox and works, without a network.</summary>
public sealed class TemplateTests
{
    private const double LeastCoverage = 85;

    // Each C# plugin is restored and compiled three times, which takes half a minute.
    [Theory]
    [InlineData("csharp", "command")]
    [InlineData("csharp", "guardrails")]
    [InlineData("csharp", "hook")]
    [InlineData("csharp", "outcome")]
    [InlineData("python", "agent")]
    [InlineData("python", "command")]
    [InlineData("python", "guardrails")]
    [InlineData("python", "hook")]
    [InlineData("python", "integration")]
    [InlineData("python", "outcome")]
    [InlineData("python", "stack")]
    [InlineData("python", "workflow")]
    [InlineData("typescript", "agent")]
    [InlineData("typescript", "command")]
    [InlineData("typescript", "guardrails")]
    [InlineData("typescript", "hook")]
    [InlineData("typescript", "integration")]
    [InlineData("typescript", "outcome")]
    [InlineData("typescript", "stack")]
    [InlineData("typescript", "workflow")]
    public async Task Plugin_FreshFromInit_DoesItsWork(string language, string type)
    {
        using var author = await Author.WithPluginAsync(language, type);

        (await author.InWorkAsync("plugin", "validate", Author.Name, "--offline")).ShouldSucceed();
        var tested = await author.TestAsync(0);
        tested["data"]!["failed"]!.GetValue<int>().ShouldBe(0);
        tested["data"]!["passed"]!.GetValue<int>().ShouldBePositive();
        tested["data"]!["coverage"]!["percent"]!.GetValue<double>().ShouldBeGreaterThanOrEqualTo(LeastCoverage);
        (await author.InWorkAsync("plugin", "build", Author.Name, "--output", author.Work)).ShouldSucceed();
        (await author.InProjectAsync("init")).ShouldSucceed();
        var archive = Directory.EnumerateFiles(author.Work, "*.tar.gz").Single();
        (await author.InProjectAsync("plugin", "install", archive, "--yes")).ShouldSucceed();
        (await author.InProjectAsync("plugin", "enable", Author.Name)).ShouldSucceed();
        await UseAsync(author, type);
    }

    private static async Task UseAsync(Author author, string type)
    {
        switch (type)
        {
            case "command":
                var greeted = await author.InProjectAsync("run", "my-plugin:hello", "Ada", "--shout");
                greeted.ShouldSucceed().Output.ShouldContain("HELLO, ADA!");
                break;
            case "agent":
                File.Exists(Path.Combine(author.Project, ".claude", "agents", "my-plugin-reviewer.md")).ShouldBeTrue();
                break;
            case "guardrails":
                (await author.InProjectAsync("plugin", "info", Author.Name))
                    .ShouldSucceed()
                    .Output.ShouldContain("todo_names_its_task");
                break;
            case "integration":
                (await author.ToolAsync("git", "init", "--quiet", ".")).ShouldSucceed();
                (
                    await author.ToolAsync(Tools.Backlog, "init", "Demo", "--defaults", "--integration-mode", "none")
                ).ShouldSucceed();
                var synced = await author.InProjectAsync("plugin", "sync", Author.Name, "--direction", "push");
                synced.ShouldSucceed().Output.ShouldContain("0 created");
                break;
            case "hook":
                await FireAsync(author);
                break;
        }
    }

    /// <summary>Another plugin's command ends, and the hook says so.</summary>
    private static async Task FireAsync(Author author)
    {
        (
            await author.InWorkAsync("plugin", "init", "other", "--language", "python", "--type", "command")
        ).ShouldSucceed();
        (await author.InProjectAsync("plugin", "install", Path.Combine(author.Work, "other"), "--yes")).ShouldSucceed();
        (await author.InProjectAsync("plugin", "enable", "other")).ShouldSucceed();

        var run = await author.InProjectAsync("run", "other:hello");

        run.ShouldSucceed().All.ShouldContain("other:hello ended with 0.");
    }
}
