using System.Diagnostics;
using Speckit.Packaging.Ignore;

namespace Speckit.Packaging.Tests.Ignore;

public sealed class IgnoreRulesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("*.log", "a.log", true)]
    [InlineData("*.log", "deep/in/a.log", true)]
    [InlineData("*.log", "a.log.txt", false)]
    [InlineData("/a.txt", "a.txt", true)]
    [InlineData("/a.txt", "sub/a.txt", false)]
    [InlineData("sub/a.txt", "sub/a.txt", true)]
    [InlineData("sub/a.txt", "x/sub/a.txt", false)]
    [InlineData("**/a.txt", "x/sub/a.txt", true)]
    [InlineData("**/a.txt", "a.txt", true)]
    [InlineData("sub/**", "sub/x/y", true)]
    [InlineData("sub/**", "sub", false)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**/b", "a/x/y/c", false)]
    [InlineData("a/*/b", "a/x/y/b", false)]
    [InlineData("?.md", "é.md", true)]
    [InlineData("?.md", "ab.md", false)]
    [InlineData("a*b*c", "aXbXbXc", true)]
    [InlineData("\\*.md", "*.md", true)]
    [InlineData("\\*.md", "a.md", false)]
    [InlineData("\\#x", "#x", true)]
    [InlineData("\\!x", "!x", true)]
    [InlineData("\\[x]", "[x]", true)]
    [InlineData("trailing   ", "trailing", true)]
    [InlineData("# comment", "# comment", false)]
    public void Decide_Pattern_MeansWhatItMeansToGit(string pattern, string path, bool ignored)
    {
        var rules = IgnoreRules.Parse(pattern + "\n").Value;

        rules.Decide(path, isDirectory: false).ShouldBe(ignored ? IgnoreDecision.LeaveOut : IgnoreDecision.Pack);
    }

    [Fact]
    public void Decide_TrailingSlash_IsForFoldersOnly()
    {
        var rules = IgnoreRules.Parse("build/").Value;

        rules.Decide("src/build", isDirectory: true).ShouldBe(IgnoreDecision.LeaveOut);
        rules.Decide("src/build", isDirectory: false).ShouldBe(IgnoreDecision.Pack);
    }

    [Fact]
    public void Decide_LastRule_Wins()
    {
        var rules = IgnoreRules.Parse("*.md\n!README.md\ndocs/README.md\r\n").Value;

        rules.Decide("x.md", isDirectory: false).ShouldBe(IgnoreDecision.LeaveOut);
        rules.Decide("sub/README.md", isDirectory: false).ShouldBe(IgnoreDecision.Pack);
        rules.Decide("docs/README.md", isDirectory: false).ShouldBe(IgnoreDecision.LeaveOut);
    }

    [Fact]
    public void Decide_WhatPackagesMayNotHave_CannotBeTakenBack()
    {
        var rules = IgnoreRules.Parse("!.git\n!/config.yaml\n!*.pem\n!obj/\n").Value;

        rules.Decide(".git", isDirectory: true).ShouldBe(IgnoreDecision.LeaveOut);
        rules.Decide("config.yaml", isDirectory: false).ShouldBe(IgnoreDecision.LeaveOut);
        rules.Decide("a.pem", isDirectory: false).ShouldBe(IgnoreDecision.Pack);
        rules.Decide("obj", isDirectory: true).ShouldBe(IgnoreDecision.Pack);
        IgnoreRules.Default.Decide("a.pem", isDirectory: false).ShouldBe(IgnoreDecision.LeaveOutSecret);
    }

    [Theory]
    [InlineData("*.py[co]", 1)]
    [InlineData("ok\n\nbad\\", 3)]
    [InlineData("a//b", 1)]
    [InlineData("!", 1)]
    [InlineData("/", 1)]
    public void Parse_UnreadableRule_SaysWhere(string text, int line)
    {
        var problem = IgnoreRules.Parse(text).Diagnostics.Single();

        problem.Code.ShouldBe("SPK2065");
        problem.Location.ShouldNotBeNull().Line.ShouldBe(line);
        problem.Location.File.ShouldBe(".specifyignore");
    }

    [Fact]
    public void Parse_TooMuch_IsRefused()
    {
        IgnoreRules.Parse(new string('a', 1025)).Diagnostics.Single().Code.ShouldBe("SPK2065");
        IgnoreRules.Parse(string.Concat(Enumerable.Repeat("a\n", 1001))).Diagnostics.Single().Code.ShouldBe("SPK2065");
        _folder.Write(".specifyignore", new byte[65_537]);
        IgnoreRules.Load(_folder.Root).Diagnostics.Single().Code.ShouldBe("SPK2011");
    }

    [Fact]
    public void Load_NoFile_IsTheDefault() => IgnoreRules.Load(_folder.Root).Value.ShouldBeSameAs(IgnoreRules.Default);

    [Fact]
    public void Decide_PatternMadeToBacktrack_IsFast()
    {
        var rules = IgnoreRules
            .Parse(
                string.Concat(Enumerable.Repeat("a*", 200))
                    + "b\n"
                    + string.Concat(Enumerable.Repeat("**/a/", 100))
                    + "b"
            )
            .Value;
        var watch = Stopwatch.StartNew();

        rules.Decide(new string('a', 250), isDirectory: false).ShouldBe(IgnoreDecision.Pack);
        rules.Decide(string.Join('/', Enumerable.Repeat("a", 250)), isDirectory: false).ShouldBe(IgnoreDecision.Pack);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Decide_RandomPatterns_AgreesWithGit()
    {
        var seed = FuzzSeed.Value;
        var random = new Random(seed);
        await _folder.Run("git", "init", "-q");
        for (var round = 0; round < 12; round++)
        {
            var patterns = Enumerable.Range(0, 4).Select(_ => Pattern(random)).ToList();
            var paths = Enumerable.Range(0, 40).Select(_ => Words(random, "ab", "/")).Distinct().ToList();
            _folder.Write(".git/info/exclude", string.Join('\n', patterns) + "\n");
            _folder.Write("paths", string.Join('\n', paths) + "\n");
            var (exit, output, error) = await _folder.TryRun("sh", "-c", "git check-ignore --no-index --stdin < paths");
            exit.ShouldBeLessThan(2, error);
            var ignored = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
            var rules = IgnoreRules.Parse(string.Join('\n', patterns)).Value;

            foreach (var path in paths)
            {
                Ignores(rules, path)
                    .ShouldBe(ignored.Contains(path), $"seed {seed}: {path} with {string.Join(" ; ", patterns)}");
            }
        }
    }

    // As the walk does: what is in a folder that is left out is left out.
    private static bool Ignores(IgnoreRules rules, string path)
    {
        var components = path.Split('/');
        return Enumerable
            .Range(1, components.Length)
            .Any(n => rules.Decide(string.Join('/', components[..n]), n < components.Length) != IgnoreDecision.Pack);
    }

    private static string Pattern(Random random)
    {
        var parts = Enumerable
            .Range(0, random.Next(1, 4))
            .Select(_ => random.Next(5) == 0 ? "**" : Words(random, "ab*?", ""));
        var text = string.Join('/', parts);
        return (random.Next(4) == 0 ? "!" : "")
            + (random.Next(4) == 0 ? "/" : "")
            + text
            + (random.Next(5) == 0 ? "/" : "");
    }

    private static string Words(Random random, string letters, string separator)
    {
        var parts = Enumerable
            .Range(0, separator.Length == 0 ? 1 : random.Next(1, 5))
            .Select(_ => new string([
                .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => letters[random.Next(letters.Length)]),
            ]));
        return string.Join(separator, parts);
    }
}
