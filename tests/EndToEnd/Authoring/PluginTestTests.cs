using System.Diagnostics;
using System.Xml.Linq;

namespace Speckit.EndToEnd.Authoring;

/// <summary><c>specify plugin test</c> of plugins that fail, hang, do not compile, or lie.</summary>
public sealed class PluginTestTests
{
    [Fact]
    public async Task Test_ThatFails_IsShownAndInTheJunitFile()
    {
        using var author = await Author.WithPluginAsync("python", "command");
        author.Write(
            "tests/test_more.py",
            "def test_breaks():\n    assert 1 == 2, 'one \\x1b[31mred\\x07'\n\ndef test_holds():\n    pass\n"
        );

        var run = await author.InWorkAsync("plugin", "test", Author.Name, "--junit", "junit.xml");

        run.ExitCode.ShouldBe(1, run.All);
        run.Output.ShouldContain("✗ test_breaks");
        run.Output.ShouldContain("✓ test_holds");
        run.Output.ShouldContain("tests/test_more.py");
        run.Output.ShouldContain("Results: 3 passed, 1 failed, 0 skipped");
        run.All.ShouldNotContain('\x1b');
        run.All.ShouldNotContain('\x07');
        var suites = XDocument.Load(Path.Combine(author.Work, "junit.xml")).Root!.Elements("testsuite");
        suites.Sum(s => (int)s.Attribute("failures")!).ShouldBe(1);
        suites.Sum(s => (int)s.Attribute("tests")!).ShouldBe(4);
    }

    [Theory]
    [InlineData("python")]
    [InlineData("typescript")]
    public async Task Test_PluginWithoutTests_Fails(string language)
    {
        using var author = await Author.WithPluginAsync(language, "agent");
        Directory.Delete(Path.Combine(author.Folder, "tests"), recursive: true);

        var document = await author.TestAsync(1);

        document["diagnostics"]![0]!["code"]!.GetValue<string>().ShouldBe("SPK9041");
        document["diagnostics"]![0]!["hint"]!.GetValue<string>().ShouldContain("tests/");
    }

    [Theory]
    [InlineData("typescript", "src/hello.ts", "export const broken: number = 'text';\n", 1)]
    [InlineData("csharp", "src/Broken.cs", "namespace X;\nint y = ;\n", 2)]
    public async Task Test_WhatDoesNotCompile_NamesThePlace(string language, string file, string text, int line)
    {
        using var author = await Author.WithPluginAsync(language, "command");
        author.Write(file, text);

        var document = await author.TestAsync(1);

        var problem = document["diagnostics"]!.AsArray().First(d => d!["file"] is not null)!;
        problem["code"]!.GetValue<string>().ShouldBe("SPK9006");
        problem["file"]!.GetValue<string>().ShouldBe(file);
        problem["line"]!.GetValue<int>().ShouldBe(line);
        problem["column"]!.GetValue<int>().ShouldBePositive();
    }

    [Fact]
    public async Task Test_ThatHangs_IsEndedWithAllThatItStarted()
    {
        using var author = await Author.WithPluginAsync("python", "command");
        var mark = Path.Combine(author.Work, "child.pid");
        author.Write("tests/test_hangs.py", Hanging(mark));

        var document = await author.TestAsync(1, "--timeout", "8");

        document["diagnostics"]![0]!["code"]!.GetValue<string>().ShouldBe("SPK9042");
        document["diagnostics"]![0]!["message"]!.GetValue<string>().ShouldContain("8 s");
        await ShouldEndAsync(mark);
    }

    [Fact]
    public async Task Interrupt_WhileATestRuns_EndsAllThatItStarted()
    {
        using var author = await Author.WithPluginAsync("python", "command");
        var mark = Path.Combine(author.Work, "child.pid");
        author.Write("tests/test_hangs.py", Hanging(mark));
        using var process = author.Start("plugin", "test", Author.Name);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => File.Exists(mark) && new FileInfo(mark).Length > 0);

        using var interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await process
            .WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(130, await output + await error);
        await ShouldEndAsync(mark);
    }

    [Fact]
    public async Task Test_ThatWritesWithoutEnd_IsBounded()
    {
        using var author = await Author.WithPluginAsync("python", "command");
        author.Write(
            "tests/test_flood.py",
            "import os\n\ndef test_floods():\n    for _ in range(3000):\n        os.write(1, b'x' * 100_000)\n        os.write(2, b'y' * 10_000)\n"
        );

        var document = await author.TestAsync(0);

        document["data"]!["passed"]!.GetValue<int>().ShouldBe(3);
    }

    [Theory]
    [InlineData("open(p, 'w').write('no json')")]
    [InlineData("open(p, 'w').write('{\"tests\": 5}')")]
    [InlineData("open(p, 'wb').truncate(1 << 30)")]
    [InlineData("os.symlink('/etc/passwd', p)")]
    public async Task Test_ThatWritesResultsOfItsOwn_IsRefused(string lie)
    {
        using var author = await Author.WithPluginAsync("python", "command");
        author.Write(
            "tests/test_lies.py",
            $"import os, sys\n\ndef test_lies():\n    p = sys.argv[sys.argv.index('--json') + 1]\n    {lie}\n    os._exit(0)\n"
        );

        var document = await author.TestAsync(1);

        document["diagnostics"]![0]!["code"]!.GetValue<string>().ShouldBe("SPK9042");
    }

    [Fact]
    public async Task Watch_AFileChanges_RunsAgain()
    {
        using var author = await Author.WithPluginAsync("python", "command");
        using var process = author.Start("plugin", "test", Author.Name, "--watch");
        _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await ReadUntilAsync(process, "Waiting for changes");

        author.Write("tests/test_more.py", "def test_breaks():\n    assert False\n");

        await ReadUntilAsync(process, "tests/test_more.py changed");
        await ReadUntilAsync(process, "1 failed");
        using var interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await process
            .WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(130);
    }

    private static string Hanging(string mark) =>
        $"""
            import subprocess, time

            def test_hangs():
                child = subprocess.Popen(["sleep", "300"])
                with open("{mark}", "w") as file:
                    file.write(str(child.pid))
                time.sleep(300)
            """;

    private static async Task ShouldEndAsync(string mark)
    {
        var id = await File.ReadAllTextAsync(mark, TestContext.Current.CancellationToken);
        await UntilAsync(() =>
            !File.Exists($"/proc/{id}/stat")
            || File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal)
        );
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(100, limit.Token);
        }
    }

    private static async Task ReadUntilAsync(Process process, string words)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(words, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"'{words}' was not said");
    }
}
