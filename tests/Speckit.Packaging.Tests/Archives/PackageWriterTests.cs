using System.Text;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Digests;

namespace Speckit.Packaging.Tests.Archives;

public sealed class PackageWriterTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Plugin_IsReadBackTheSame()
    {
        var written = Write(_folder.Plugin());

        var read = PackageReader.Inspect(written.Path).Value;
        read.ArchiveDigest.ShouldBe(written.ArchiveDigest);
        read.TreeDigest.ShouldBe(written.TreeDigest);
        read.Entries.ShouldBe(written.Entries);
        read.ArchiveSize.ShouldBe(new FileInfo(written.Path).Length);
        written.Size.ShouldBe(read.ArchiveSize);
        written.ArchiveDigest.ShouldBe(Sha256Digest.Of(File.ReadAllBytes(written.Path)));
        written
            .Entries.Select(e => $"{e.Mode} {e.Path}")
            .ShouldBe([
                "0644 CHANGELOG.md",
                "0644 README.md",
                "0755 bin/tool",
                "0644 plugin.yaml",
                "0644 src/commands/run.py",
            ]);
        Encoding.UTF8.GetString(read.ManifestYaml.Span).ShouldStartWith("apiVersion");
        Encoding.UTF8.GetString(read.Readme!.Value.Span).ShouldBe("# Demo\n");
        Encoding.UTF8.GetString(read.Changelog!.Value.Span).ShouldBe("## 1.0.0\n");
    }

    [Fact]
    public void Write_SameFilesWithOtherTimesOrderAndModes_GivesTheSameBytes()
    {
        var first = _folder.Plugin("first");
        var second = _folder.Folder("second");
        foreach (var path in new[] { "src/commands/run.py", "plugin.yaml", "bin/tool", "README.md", "CHANGELOG.md" })
        {
            _folder.Write($"second/{path}", File.ReadAllBytes(Path.Combine(first, path)));
            File.SetLastWriteTimeUtc(Path.Combine(second, path), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
            TestFolder.SetMode(Path.Combine(second, path), path == "bin/tool" ? 0x140 : 0x1B6);
        }

        _folder.Folder("second/empty");

        File.ReadAllBytes(Write(first, "a.tar.gz").Path).ShouldBe(File.ReadAllBytes(Write(second, "b.tar.gz").Path));
    }

    [Fact]
    public void Write_KnownTree_GivesTheBytesItAlwaysGave()
    {
        // Made with the first version of the writer: another value means that published packages can no longer be rebuilt.
        Write(_folder.Plugin())
            .ArchiveDigest.ToString()
            .ShouldBe("sha256:897d4d83ebadb8832bb4fb14418a2a0a25c937bfb87b05593295732ce847936e");
        Write(_folder.Plugin())
            .TreeDigest.ToString()
            .ShouldBe("sha256:34543259c2166f62392c1fc825f6c6aa55d52f8660f40ba6921a973a4dd92bdc");
    }

    [Fact]
    public async Task Write_SourceDateEpoch_IsTheTimeOfEveryEntry()
    {
        var package = Write(_folder.Plugin(), options: new PackageWriteOptions { SourceDateEpoch = 1_000_000_000 });

        var listing = await _folder.Run("tar", "--utc", "--full-time", "-tvzf", package.Path);

        var lines = listing.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(5);
        lines.ShouldAllBe(line =>
            line.Contains("2001-09-09 01:46:40", StringComparison.Ordinal)
            && line.Contains(" 0/0 ", StringComparison.Ordinal)
        );
        Should.Throw<ArgumentOutOfRangeException>(() => new PackageWriteOptions { SourceDateEpoch = -1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new PackageWriteOptions { SourceDateEpoch = 1L << 33 });
    }

    [Fact]
    public async Task Write_AnyPathLength_IsReadByGnuTar()
    {
        var plugin = _folder.Plugin();
        var paths = new List<string>
        {
            "a/" + new string('x', 98),
            "a/" + new string('y', 99),
            "a/" + new string('z', 200),
            "ünïcödé/文件.txt",
        };
        paths.Add(string.Join('/', Enumerable.Repeat("folder-with-a-name", 12)) + "/file");
        paths.Add(string.Join('/', Enumerable.Repeat("näme", 24)) + "/" + new string('ü', 90));
        foreach (var path in paths)
        {
            _folder.Write($"plugin/{path}", path);
        }

        var package = Write(plugin);
        var target = _folder.Folder("out");
        await _folder.Run("tar", "-xzf", package.Path, "-C", target);

        foreach (var path in paths)
        {
            (await File.ReadAllTextAsync(Path.Combine(target, path))).ShouldBe(path);
        }

        TreeDigest.Compute(target).Value.ShouldBe(package.TreeDigest);
        PackageReader
            .Inspect(package.Path)
            .Value.Entries.Select(e => e.Path)
            .ShouldBeSubsetOf(package.Entries.Select(e => e.Path));
    }

    [Fact]
    public void Write_Paths_AreSortedByTheirUtf8Bytes()
    {
        var plugin = _folder.Plugin();
        foreach (var path in new[] { "z", "a-b", "a/b", "a.b", "\uFB00", "\U00010400", "ab" })
        {
            _folder.Write($"plugin/{path}", "");
        }

        var paths = Write(plugin).Entries.Select(e => e.Path).ToList();

        var sorted = paths.OrderBy(p => Convert.ToHexString(Encoding.UTF8.GetBytes(p)), StringComparer.Ordinal);
        paths.ShouldBe(sorted);
        paths.IndexOf("\uFB00").ShouldBeLessThan(paths.IndexOf("\U00010400"));
    }

    [Fact]
    public void Write_DefaultRules_LeaveOutWhatIsNotThePlugin()
    {
        var plugin = _folder.Plugin();
        string[] left =
        [
            ".git/HEAD",
            "obj/x.json",
            "src/obj/x",
            "node_modules/a/index.js",
            "src/__pycache__/run.pyc",
            "old.pyc",
            ".DS_Store",
            "src/.DS_Store",
            ".venv/bin/python",
            "config.yaml",
            "demo-1.0.0.tar.gz",
            "demo-1.0.0.tar.gz.sig",
            "src/Tool/bin/Debug/tool.dll",
            ".specifyignore",
        ];
        string[] kept = ["bin/tool.dll", "src/config.yaml", "fixtures/data.tar.gz", "src/objects/x", ".editorconfig"];
        foreach (var path in left.Concat(kept))
        {
            _folder.Write($"plugin/{path}", path == ".specifyignore" ? "" : "x");
        }

        var paths = Write(plugin).Entries.Select(e => e.Path).ToList();

        paths.ShouldBe(
            [.. kept, "CHANGELOG.md", "README.md", "bin/tool", "plugin.yaml", "src/commands/run.py"],
            ignoreOrder: true
        );
    }

    [Fact]
    public void Write_Secrets_AreLeftOutWithAWarning()
    {
        var plugin = _folder.Plugin();
        foreach (var path in new[] { ".env", ".env.local", "certs/server.pem", "id_ed25519", "src/app.key" })
        {
            _folder.Write($"plugin/{path}", "secret");
        }

        var result = PackageWriter.Write(plugin, _folder.At("p.tar.gz"));

        result.Value.Entries.Length.ShouldBe(5);
        result.Diagnostics.Select(d => d.Code).Distinct().ShouldBe(["SPK2064"]);
        result.Diagnostics.Length.ShouldBe(5);
    }

    [Fact]
    public void Write_SecretTakenBack_IsPackedUnlessItIsAPrivateKey()
    {
        var plugin = _folder.Plugin();
        _folder.Write("plugin/.specifyignore", "!*.pem\n");
        _folder.Write("plugin/ca.pem", "-----BEGIN CERTIFICATE-----\n");
        PackageWriter.Write(plugin, _folder.At("p.tar.gz")).Value.Entries.ShouldContain(e => e.Path == "ca.pem");

        _folder.Write("plugin/private.pem", "-----BEGIN EC PRIVATE KEY-----\nMHc=\n");
        var result = PackageWriter.Write(plugin, _folder.At("p.tar.gz"));

        result.Diagnostics.Single().Code.ShouldBe("SPK2063");
    }

    [Fact]
    public void Write_SymbolicLinks_AreAllRefusedByName()
    {
        var plugin = _folder.Plugin();
        File.CreateSymbolicLink(Path.Combine(plugin, "link"), "README.md");
        Directory.CreateSymbolicLink(Path.Combine(plugin, "src", "linked"), "/");
        File.CreateSymbolicLink(Path.Combine(plugin, "dangling"), "nowhere");
        Directory.CreateSymbolicLink(_folder.Folder("plugin/node_modules") + "/ignored", "/");

        var result = PackageWriter.Write(plugin, _folder.At("p.tar.gz"));

        result.Diagnostics.Select(d => d.Code).ShouldBe(["SPK2061", "SPK2061", "SPK2061"]);
        result.Diagnostics.Select(d => d.Message.Split('\'')[1]).ShouldBe(["dangling", "link", "src/linked"]);
        File.Exists(_folder.At("p.tar.gz")).ShouldBeFalse();
    }

    [Fact]
    public async Task Write_NamedPipe_IsRefusedWithoutWaiting()
    {
        var plugin = _folder.Plugin();
        await _folder.Run("mkfifo", Path.Combine(plugin, "pipe"));

        PackageWriter.Write(plugin, _folder.At("p.tar.gz")).Diagnostics.Single().Code.ShouldBe("SPK2072");
    }

    [Fact]
    public void Write_UnportableNames_AreAllReported()
    {
        var plugin = _folder.Plugin();
        foreach (var path in new[] { "a:b", "nul.txt", "Readme.md", "tail. ", "x\u202Ey", "back\\slash" })
        {
            _folder.Write($"plugin/{path}", "");
        }

        var codes = PackageWriter.Write(plugin, _folder.At("p.tar.gz")).Diagnostics.Select(d => d.Code);

        codes.ShouldBe(["SPK2034", "SPK2035", "SPK2046", "SPK2037", "SPK2039", "SPK2033"], ignoreOrder: true);
    }

    [Fact]
    public async Task Write_NameThatIsNotUtf8_IsRefused()
    {
        var plugin = _folder.Plugin();
        await _folder.Run("sh", "-c", "touch \"plugin/$(printf 'a\\377b')\"");

        var result = PackageWriter.Write(plugin, _folder.At("p.tar.gz"));
        await _folder.Run("rm", "-rf", plugin);

        result.Diagnostics.Single().Code.ShouldBe("SPK2042");
    }

    [Fact]
    public void Write_NoManifest_IsRefusedAndLeavesNothing()
    {
        _folder.Write("plugin/README.md", "x");
        var target = _folder.Folder("out");

        PackageWriter
            .Write(_folder.At("plugin"), Path.Combine(target, "p.tar.gz"))
            .Diagnostics.Single()
            .Code.ShouldBe("SPK2050");

        Directory.GetFileSystemEntries(target).ShouldBeEmpty();
    }

    [Fact]
    public void Write_FolderMissing_IsRefused() =>
        PackageWriter
            .Write(_folder.At("nowhere"), _folder.At("p.tar.gz"))
            .Diagnostics.Single()
            .Code.ShouldBe("SPK2060");

    [Fact]
    public void Write_Refused_KeepsTheOldArchive()
    {
        var plugin = _folder.Plugin();
        var old = File.ReadAllBytes(Write(plugin).Path);
        _folder.Write("plugin/big", HostileArchives.Noise(2000));

        var result = PackageWriter.Write(
            plugin,
            _folder.At("p.tar.gz"),
            new PackageWriteOptions { Limits = new ArchiveLimits { MaxMemberBytes = 1000 } }
        );

        result.Diagnostics.Single().Code.ShouldBe("SPK2011");
        File.ReadAllBytes(_folder.At("p.tar.gz")).ShouldBe(old);
        Directory.GetFiles(_folder.Root).ShouldHaveSingleItem();
    }

    [Fact]
    public void Write_IntoTheFolderItself_DoesNotPackItself()
    {
        var plugin = _folder.Plugin();

        var first = PackageWriter.Write(plugin, Path.Combine(plugin, "demo-1.0.0.tar.gz")).Value;
        var second = PackageWriter.Write(plugin, Path.Combine(plugin, "demo-1.0.0.tar.gz")).Value;

        second.ArchiveDigest.ShouldBe(first.ArchiveDigest);
    }

    [Fact]
    public void Write_ExecutableByOption_IsExecutable()
    {
        var package = Write(
            _folder.Plugin(),
            options: new PackageWriteOptions { Executables = new HashSet<string> { "src/commands/run.py" } }
        );

        package.Entries.Single(e => e.Path == "src/commands/run.py").Executable.ShouldBeTrue();
    }

    [Fact]
    public void Write_Cancelled_LeavesNothing()
    {
        var plugin = _folder.Plugin();
        using var source = new CancellationTokenSource();
        source.Cancel();

        Should.Throw<OperationCanceledException>(() =>
            PackageWriter.Write(plugin, _folder.At("p.tar.gz"), null, source.Token)
        );

        Directory.GetFiles(_folder.Root).ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_LargeFiles_AreWhatGunzipMakesOfThem()
    {
        var plugin = _folder.Plugin();
        _folder.Write("plugin/noise", HostileArchives.Noise(3_000_001));
        _folder.Write(
            "plugin/text",
            string.Concat(Enumerable.Range(0, 60_000).Select(i => $"line {i * 7919 % 1000}\n"))
        );

        var package = Write(plugin);
        await _folder.Run("gzip", "-t", package.Path);
        await _folder.Run("tar", "-xzf", package.Path, "-C", _folder.Folder("out"));

        File.ReadAllBytes(_folder.At("out/noise")).ShouldBe(File.ReadAllBytes(_folder.At("plugin/noise")));
        File.ReadAllBytes(_folder.At("out/text")).ShouldBe(File.ReadAllBytes(_folder.At("plugin/text")));
    }

    private WrittenPackage Write(string plugin, string name = "p.tar.gz", PackageWriteOptions? options = null)
    {
        var result = PackageWriter.Write(plugin, _folder.At(name), options);
        result.Succeeded.ShouldBeTrue(string.Join('\n', result.Diagnostics));
        return result.Value;
    }
}
