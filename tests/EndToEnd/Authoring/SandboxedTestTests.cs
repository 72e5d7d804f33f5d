namespace Speckit.EndToEnd.Authoring;

/// <summary><c>specify plugin test --sandbox</c>: the built plugin in a throw-away project, the tests in its sandbox.</summary>
public sealed class SandboxedTestTests
{
    [Theory]
    [InlineData("python", "tests")]
    [InlineData("typescript", "tests")]
    [InlineData("csharp", "plugin")]
    public async Task Tests_OfAPluginThatStaysInItsGrant_Pass(string language, string inside)
    {
        using var author = await Author.WithPluginAsync(language, "command");

        var document = await author.TestAsync(0, "--sandbox");

        document["data"]!["passed"]!.GetValue<int>().ShouldBe(2);
        document["data"]!["sandbox"]!["inside"]!.GetValue<string>().ShouldBe(inside);
        document["data"]!["sandbox"]!["tier"]!.GetValue<string>().ShouldBeOneOf("full", "restricted", "process");
        Directory.Exists(Path.Combine(author.Folder, ".specify")).ShouldBeFalse("the project is another one");
    }

    [Theory]
    [InlineData("open('/etc/hostname-of-nobody', 'w')", "Read-only file system|Permission denied")]
    [InlineData("import subprocess; subprocess.run(['true'], check=True)", "Operation not permitted|Permission denied")]
    [InlineData(
        "import socket; socket.create_connection(('127.0.0.1', 9), 2)",
        "Operation not permitted|Permission denied|Network is unreachable|refused"
    )]
    public async Task Tests_ThatReachOutside_FailInsideAndSayWhat(string reach, string refusal)
    {
        using var author = await Author.WithPluginAsync("python", "command");
        author.Write("tests/test_reach.py", $"def test_reaches():\n    {reach}\n");

        var document = await author.TestAsync(1, "--sandbox");

        var failed = document["data"]!["tests"]!.AsArray().Single(t => t!["outcome"]!.GetValue<string>() == "failed")!;
        failed["name"]!.GetValue<string>().ShouldBe("test_reaches");
        refusal
            .Split('|')
            .ShouldContain(words => failed["message"]!.GetValue<string>().Contains(words), failed.ToString());
    }

    [Fact]
    public async Task Test_HomeOfTheAuthor_IsNotThere()
    {
        using var author = await Author.WithPluginAsync("typescript", "command");
        author.Write(
            "tests/home.test.ts",
            $$"""
            import assert from "node:assert/strict";
            import { existsSync } from "node:fs";
            import { test } from "node:test";

            test("the author's folder is not there", () => {
              assert.equal(existsSync("{{author.Folder}}/plugin.yaml"), false);
            });
            """
        );

        var document = await author.TestAsync(0, "--sandbox");

        document["data"]!["passed"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task Test_PluginWhoseHandlerIsMissing_IsNotEnabledAndSaysWhy()
    {
        using var author = await Author.WithPluginAsync("python", "command");
        author.Write("src/commands/hello.py", "raise RuntimeError('not today')\n");

        var document = await author.TestAsync(1, "--sandbox");

        var problem = document["diagnostics"]![0]!;
        problem["code"]!.GetValue<string>().ShouldBe("SPK9043");
        problem["message"]!.GetValue<string>().ShouldContain("plugin enable");
        problem["message"]!.GetValue<string>().ShouldContain("not today");
    }
}
