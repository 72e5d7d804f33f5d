using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Speckit.Host.Services.Files;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;
using Speckit.Protocol;

namespace Speckit.Host.Tests.Services.Files;

public sealed class ProjectFilesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/..")]
    [InlineData(".")]
    [InlineData("./")]
    [InlineData("a\\b")]
    [InlineData("c:/x")]
    [InlineData("a\0b")]
    [InlineData("a:stream")]
    public async Task Any_PathThatLeadsElsewhere_IsRefused(string path)
    {
        using var project = new TestProject();
        var files = Files(project);

        (await Should.ThrowAsync<RpcErrorException>(() => files.ReadAsync(path, default))).Code.ShouldBe(
            RpcErrorCodes.InvalidParams
        );
        Should.Throw<RpcErrorException>(() => files.Write(path, [])).Code.ShouldBe(RpcErrorCodes.InvalidParams);
        Should.Throw<RpcErrorException>(() => files.CreateDirectory(path)).Code.ShouldBe(RpcErrorCodes.InvalidParams);
    }

    [Fact]
    public async Task WriteThenRead_GivesTheSame()
    {
        using var project = new TestProject();
        var files = Files(project);

        files.Write("./a//b/c.txt", "one"u8.ToArray());
        files.Write("a/b/c.txt", "two"u8.ToArray());
        files.CreateDirectory("d/e");

        (await files.ReadAsync("a/b/c.txt", default)).ShouldBe("two"u8.ToArray());
        Directory.Exists(project.At("d", "e")).ShouldBeTrue();
        Directory.EnumerateFiles(project.At("a", "b")).Count().ShouldBe(1);
        Should.Throw<RpcErrorException>(() => files.Write("a/b", [])).Code.ShouldBe(RpcErrorCodes.Refused);
        (await Should.ThrowAsync<RpcErrorException>(() => files.ReadAsync("a/b", default))).Code.ShouldBe(
            RpcErrorCodes.Refused
        );
        (await Should.ThrowAsync<RpcErrorException>(() => files.ReadAsync("a/x", default))).Code.ShouldBe(
            RpcErrorCodes.NotFound
        );
        (await Should.ThrowAsync<RpcErrorException>(() => files.ReadAsync("a/b/c.txt/d", default))).Code.ShouldBe(
            RpcErrorCodes.NotFound
        );
    }

    [Theory]
    [InlineData(".git/hooks/pre-commit")]
    [InlineData(".GIT/config")]
    [InlineData("sub/.Git/config")]
    [InlineData(".specify/plugins.lock.json")]
    [InlineData(".Specify/policy.yaml")]
    [InlineData(".specify/data/other/x")]
    [InlineData(".specify/data/tool")]
    [InlineData(".claude/settings.json")]
    [InlineData(".VSCode/tasks.json")]
    [InlineData(".mcp.json")]
    [InlineData(".envrc")]
    [InlineData("./.bashrc")]
    [InlineData(".husky/pre-push")]
    public void Write_ProtectedPath_IsRefusedInAnyCase(string path)
    {
        using var project = new TestProject();

        Should.Throw<RpcErrorException>(() => Files(project).Write(path, [])).Code.ShouldBe(RpcErrorCodes.Refused);
        Should
            .Throw<RpcErrorException>(() => Files(project).CreateDirectory(path))
            .Code.ShouldBe(RpcErrorCodes.Refused);
    }

    [Fact]
    public async Task OwnData_IsThePluginsAndNobodyElses()
    {
        using var project = new TestProject();
        var files = Files(project);
        Files(project, "toolbox").Write(".specify/data/toolbox/x", "b"u8.ToArray());

        files.Write(".specify/data/tool/x", "a"u8.ToArray());

        (await files.ReadAsync(".specify/data/tool/x", default)).ShouldBe("a"u8.ToArray());
        await Should.ThrowAsync<RpcErrorException>(() => files.ReadAsync(".specify/data/toolbox/x", default));
        await Should.ThrowAsync<RpcErrorException>(() => files.ReadAsync(".SPECIFY/data/toolbox/x", default));
        files.Glob(["**"], [], default).ShouldBe([".specify/data/tool/x"]);
    }

    [Fact]
    public async Task Any_Links_AreNotFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        using var project = new TestProject();
        var files = Files(project);
        Directory.CreateDirectory(project.At(".git", "hooks"));
        Directory.CreateDirectory(project.At("real"));
        File.WriteAllText(project.At("real", "f"), "f");
        File.WriteAllText(project.Outside("secret"), "s");
        File.CreateSymbolicLink(project.At("secret"), project.Outside("secret"));
        File.CreateSymbolicLink(project.At("relative"), "../secret");
        File.CreateSymbolicLink(project.At("inside"), "real/f");
        File.CreateSymbolicLink(project.At("dangling"), "nowhere");
        Directory.CreateSymbolicLink(project.At("out"), project.Folder.Path);
        Directory.CreateSymbolicLink(project.At("docs"), ".git");

        foreach (var path in new[] { "secret", "relative", "inside", "out/secret", "docs/hooks" })
        {
            (await Should.ThrowAsync<RpcErrorException>(() => files.ReadAsync(path, default))).Code.ShouldBe(
                RpcErrorCodes.Refused,
                path
            );
        }

        foreach (var path in new[] { "out/x", "docs/hooks/pre-commit", "docs/x" })
        {
            Should.Throw<RpcErrorException>(() => files.Write(path, [])).Code.ShouldBe(RpcErrorCodes.Refused, path);
        }

        Directory.EnumerateFiles(project.At(".git", "hooks")).ShouldBeEmpty();
        files.Write("relative", "mine"u8.ToArray());
        files.Write("dangling", "mine"u8.ToArray());
        File.ReadAllText(project.Outside("secret")).ShouldBe("s");
        File.Exists(project.At("nowhere")).ShouldBeFalse();
        files.Glob(["**"], [], default).ShouldBe(["dangling", "real/f", "relative"]);
    }

    [Fact]
    public async Task Read_Pipe_IsRefusedAtOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are none.");
        using var project = new TestProject();
        using (var mkfifo = Process.Start("mkfifo", project.At("pipe")))
        {
            await mkfifo.WaitForExitAsync();
        }

        var reading = Should.ThrowAsync<RpcErrorException>(() => Files(project).ReadAsync("pipe", default));

        (await reading.WaitAsync(TimeSpan.FromSeconds(20))).Code.ShouldBe(RpcErrorCodes.Refused);
    }

    [Fact]
    public async Task Any_TooLarge_IsRefused()
    {
        using var project = new TestProject();
        var files = Files(project);
        var most = new byte[ProjectFiles.MaxFileSize];
        files.Write("most", most);
        (await files.ReadAsync("most", default)).Length.ShouldBe(most.Length);

        Should
            .Throw<RpcErrorException>(() => files.Write("more", new byte[most.Length + 1]))
            .Code.ShouldBe(RpcErrorCodes.TooLarge);
        File.WriteAllBytes(project.At("more"), new byte[most.Length + 1]);
        (await Should.ThrowAsync<RpcErrorException>(() => files.ReadAsync("more", default))).Code.ShouldBe(
            RpcErrorCodes.TooLarge
        );
    }

    [Fact]
    public void Glob_PatternsAndExclusions_GiveSortedVisibleFiles()
    {
        using var project = new TestProject();
        foreach (
            var file in new[]
            {
                "b.cs",
                "a.cs",
                "src/x.cs",
                "src/obj/y.cs",
                ".git/c.cs",
                ".specify/d.cs",
                ".hidden/e.cs",
                "sub/.git/f.cs",
            }
        )
        {
            Directory.CreateDirectory(Path.GetDirectoryName(project.At(file))!);
            File.WriteAllText(project.At(file), "");
        }

        Files(project).Glob(["**/*.cs"], ["**/obj/**"], default).ShouldBe([".hidden/e.cs", "a.cs", "b.cs", "src/x.cs"]);
        Should.Throw<OperationCanceledException>(() => Files(project).Glob(["**"], [], new CancellationToken(true)));
    }

    [Theory]
    [InlineData("*.cs", "a.cs", true)]
    [InlineData("*.cs", "a/b.cs", false)]
    [InlineData("./*.cs", "a.cs", true)]
    [InlineData("**/*.cs", "a.cs", true)]
    [InlineData("**/*.cs", "a/b/c.cs", true)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**", "a", true)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**/b", "a/x/y/c", false)]
    [InlineData("?.cs", "ab.cs", false)]
    [InlineData("*.{cs,ts}", "a.ts", true)]
    [InlineData("*.{cs,ts}", "a.js", false)]
    [InlineData("{a,{b,c}}.x", "c.x", true)]
    [InlineData("{a,{b,c}}.x", "a.x", true)]
    [InlineData("{a,{b,c}}.x", "a}.x", false)]
    [InlineData("{src,test}/{a,b}*", "test/bc", true)]
    [InlineData("a*b*c", "aXbXbXc", true)]
    [InlineData("A", "a", false)]
    public void GlobPattern_Matches_AsDocumented(string pattern, string path, bool expected) =>
        GlobPattern.Parse(pattern).Matches(path).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("{a")]
    [InlineData("{a,{b}")]
    [InlineData("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}")]
    public void GlobPattern_Parse_RefusesWhatItCannotMean(string pattern) =>
        Should.Throw<RpcErrorException>(() => GlobPattern.Parse(pattern)).Code.ShouldBe(RpcErrorCodes.InvalidParams);

    [Fact]
    public void GlobPattern_TooLong_IsRefused() =>
        Should.Throw<RpcErrorException>(() => GlobPattern.Parse(new string('a', 1001)));

    [Fact]
    public void GlobPattern_Matches_LikeANaiveMatcher()
    {
        var part = Gen.Elements("a", "b", "*", "?", "a*", "*b", "**", "ab");
        var name = Gen.Elements("a", "b", "ab", "aab", "ba");
        Prop.ForAll(
                part.NonEmptyListOf().Where(l => l.Count < 6).ToArbitrary(),
                name.NonEmptyListOf().Where(l => l.Count < 6).ToArbitrary(),
                (pattern, path) =>
                    GlobPattern.Parse(string.Join('/', pattern)).Matches(string.Join('/', path))
                    == Naive([.. pattern], [.. path])
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void GlobPattern_Matches_ManyStarsInNoTime()
    {
        var pattern = GlobPattern.Parse(string.Concat(Enumerable.Repeat("*a", 400)) + "b");
        var clock = Stopwatch.StartNew();

        pattern.Matches(new string('a', 4000)).ShouldBeFalse();

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task ChangedFiles_RealRepository_ListsWhatDiffers()
    {
        using var project = new TestProject();
        await GitAsync(project, "init", "-q");
        foreach (var file in new[] { "same", "changed", "deleted", "ä ö.txt", ".gitignore" })
        {
            File.WriteAllText(project.At(file), file == ".gitignore" ? "ignored\n" : "1");
        }

        await GitAsync(project, "add", "same", "changed", "deleted", ".gitignore");
        await GitAsync(project, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "one");
        File.WriteAllText(project.At("changed"), "2");
        File.WriteAllText(project.At("ignored"), "2");
        File.WriteAllText(project.At(".specify", "state"), "");
        File.Delete(project.At("deleted"));

        var files = Files(project);
        (await files.ChangedAsync(null, default)).ShouldBe(["changed", "ä ö.txt"]);
        (await files.ChangedAsync("HEAD", default)).ShouldBe(["changed", "ä ö.txt"]);
        (await Should.ThrowAsync<RpcErrorException>(() => files.ChangedAsync("nothing", default))).Code.ShouldBe(
            RpcErrorCodes.NotFound
        );
        (await Should.ThrowAsync<RpcErrorException>(() => files.ChangedAsync("--output=x", default))).Code.ShouldBe(
            RpcErrorCodes.InvalidParams
        );
    }

    [Fact]
    public async Task ChangedFiles_RepositoryNamesPrograms_RunsNone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs are shell scripts.");
        using var project = new TestProject();
        var trace = project.Outside("trace");
        await GitAsync(project, "init", "-q");
        File.WriteAllText(project.At("f"), "1");
        await GitAsync(project, "add", "f");
        await GitAsync(project, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "one");
        File.WriteAllText(project.At(".gitattributes"), "* filter=e=vil diff=evil\n* filter=evil\n");
        await GitAsync(project, "config", "filter.evil.clean", $"sh -c 'echo clean >> {trace}; cat'");
        await GitAsync(project, "config", "filter.evil.required", "true");
        await GitAsync(project, "config", "diff.evil.command", $"sh -c 'echo diff >> {trace}'");
        await GitAsync(project, "config", "core.fsmonitor", $"sh -c 'echo monitor >> {trace}'");
        File.WriteAllText(project.At("f"), "2");

        (await Files(project).ChangedAsync(null, default)).ShouldBe([".gitattributes", "f"]);

        File.Exists(trace).ShouldBeFalse();
    }

    [Fact]
    public async Task ChangedFiles_NoRepository_IsAnError()
    {
        using var project = new TestProject();

        (
            await Should.ThrowAsync<RpcErrorException>(() => Files(project).ChangedAsync(null, default))
        ).Message.ShouldStartWith("git: ");
    }

    private static ProjectFiles Files(TestProject project, string plugin = "tool") =>
        new(project.Layout, PluginName.Parse(plugin));

    private static bool Naive(string[] pattern, string[] path) =>
        pattern.Length == 0 ? path.Length == 0
        : pattern[0] == "**" ? Enumerable.Range(0, path.Length + 1).Any(n => Naive(pattern[1..], path[n..]))
        : path.Length > 0 && NaiveSegment(pattern[0], path[0]) && Naive(pattern[1..], path[1..]);

    private static bool NaiveSegment(string pattern, string text) =>
        pattern.Length == 0 ? text.Length == 0
        : pattern[0] == '*' ? Enumerable.Range(0, text.Length + 1).Any(n => NaiveSegment(pattern[1..], text[n..]))
        : text.Length > 0 && (pattern[0] == '?' || pattern[0] == text[0]) && NaiveSegment(pattern[1..], text[1..]);

    private static async Task GitAsync(TestProject project, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = project.Layout.Root,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = project.User.Home;
        using var git = Process.Start(start)!;
        var errors = await git.StandardError.ReadToEndAsync();
        await git.WaitForExitAsync();
        git.ExitCode.ShouldBe(0, errors);
    }
}
