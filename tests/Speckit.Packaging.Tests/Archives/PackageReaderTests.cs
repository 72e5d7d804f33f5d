using System.Text;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Digests;

namespace Speckit.Packaging.Tests.Archives;

public sealed class PackageReaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Extract_Package_GivesTheTreeThatWasPacked()
    {
        var plugin = _folder.Plugin();
        var package = PackageWriter.Write(plugin, _folder.At("p.tar.gz")).Value;
        var target = _folder.Folder("out");

        var contents = PackageReader.Extract(package.Path, target, expectedArchiveDigest: package.ArchiveDigest).Value;

        contents.TreeDigest.ShouldBe(package.TreeDigest);
        TreeDigest.Compute(target).Value.ShouldBe(package.TreeDigest);
        TreeDigest.Compute(plugin).Value.ShouldBe(package.TreeDigest);
        File.ReadAllText(Path.Combine(target, "bin/tool")).ShouldBe("#!/bin/sh\necho tool\n");
        if (!OperatingSystem.IsWindows())
        {
            ((int)File.GetUnixFileMode(Path.Combine(target, "bin/tool"))).ShouldBe(0x1ED);
            ((int)File.GetUnixFileMode(Path.Combine(target, "plugin.yaml"))).ShouldBe(0x1A4);
        }
    }

    [Fact]
    public void Extract_OtherModes_BecomeOneOfTwo()
    {
        var archive = LyingTar
            .WithManifest()
            .File("open", mode: 0x1B6)
            .File("closed", mode: 0x100)
            .File("run", mode: 0x1C9)
            .Gz();
        var path = _folder.Write("p.tar.gz", archive);

        var contents = PackageReader.Extract(path, _folder.Folder("out")).Value;

        contents
            .Entries.Select(e => $"{e.Path} {e.Mode}")
            .ShouldBe(["plugin.yaml 0644", "open 0644", "closed 0644", "run 0755"]);
        if (!OperatingSystem.IsWindows())
        {
            ((int)File.GetUnixFileMode(_folder.At("out/open"))).ShouldBe(0x1A4);
            ((int)File.GetUnixFileMode(_folder.At("out/run"))).ShouldBe(0x1ED);
        }
    }

    [Fact]
    public void Extract_EmptyFolders_AreNotMade()
    {
        var path = _folder.Write(
            "p.tar.gz",
            LyingTar.WithManifest().Directory("empty/").Directory("src/").File("src/a").Gz()
        );

        PackageReader.Extract(path, _folder.Folder("out")).Succeeded.ShouldBeTrue();

        Directory.GetDirectories(_folder.At("out")).Select(Path.GetFileName).ShouldBe(["src"]);
    }

    [Fact]
    public void Extract_OtherDigestThanExpected_IsRefused()
    {
        var path = _folder.Write("p.tar.gz", LyingTar.WithManifest().Gz());
        var other = Sha256Digest.Of("other"u8);

        var result = PackageReader.Extract(path, _folder.Folder("out"), expectedArchiveDigest: other);

        result.Diagnostics.Single().Code.ShouldBe("SPK2051");
        result.Diagnostics[0].Descriptor.Kind.ShouldBe(Manifests.Diagnostics.FailureKind.Refused);
        PackageReader.Inspect(path, expectedArchiveDigest: other).Diagnostics.Single().Code.ShouldBe("SPK2051");
    }

    [Fact]
    public void Extract_TargetNotEmptyMissingOrLink_IsRefused()
    {
        var path = _folder.Write("p.tar.gz", LyingTar.WithManifest().Gz());
        _folder.Write("full/file", "");
        var empty = _folder.Folder("empty");
        Directory.CreateSymbolicLink(_folder.At("link"), empty);

        foreach (var target in new[] { "full", "missing", "link" })
        {
            PackageReader.Extract(path, _folder.At(target)).Diagnostics.Single().Code.ShouldBe("SPK2052", target);
        }

        Directory.GetFileSystemEntries(empty).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("link to a folder")]
    [InlineData("link to nothing")]
    [InlineData("file")]
    public void Create_SomethingAppearedInTheTarget_IsRefusedAndNotFollowed(string what)
    {
        var target = _folder.Folder("out");
        var outside = _folder.Folder("outside");
        var sink = new DirectorySink(target);
        if (what == "link to a folder")
        {
            Directory.CreateSymbolicLink(_folder.At("out/src"), outside);
        }
        else if (what == "link to nothing")
        {
            File.CreateSymbolicLink(_folder.At("out/src"), _folder.At("outside/new"));
        }
        else
        {
            _folder.Write("out/src", "");
        }

        var asFolder = Should.Throw<PackageRefusedException>(() =>
            sink.Create("src/file", executable: false).Dispose()
        );
        var asFile = Should.Throw<PackageRefusedException>(() =>
            new DirectorySink(target).Create("src", executable: false).Dispose()
        );

        asFolder.Diagnostic.Code.ShouldBe("SPK2053");
        asFile.Diagnostic.Code.ShouldBe("SPK2053");
        Directory.GetFileSystemEntries(outside).ShouldBeEmpty();
    }

    [Fact]
    public void Inspect_MissingFileOrFolder_IsRefused()
    {
        PackageReader.Inspect(_folder.At("missing.tar.gz")).Diagnostics.Single().Code.ShouldBe("SPK2070");
        PackageReader.Inspect(_folder.Root).Diagnostics.Single().Code.ShouldBe("SPK2072");
        PackageReader.Inspect(_folder.At("missing/p.tar.gz")).Diagnostics.Single().Code.ShouldBe("SPK2070");
    }

    [Fact]
    public void Inspect_LinkToAnArchive_IsFollowed()
    {
        File.CreateSymbolicLink(_folder.At("link"), _folder.Write("p.tar.gz", LyingTar.WithManifest().Gz()));

        PackageReader.Inspect(_folder.At("link")).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(511)]
    public void Inspect_StreamThatDrips_GivesTheSame(int most)
    {
        var archive = LyingTar.WithManifest().File("noise", HostileArchives.Noise(3000)).Gz();
        using var whole = new MemoryStream(archive);
        using var drips = new DripStream(archive, most);

        var expected = PackageReader.Inspect(whole).Value;
        var actual = PackageReader.Inspect(drips).Value;

        actual.ArchiveDigest.ShouldBe(expected.ArchiveDigest);
        actual.TreeDigest.ShouldBe(expected.TreeDigest);
        actual.ArchiveSize.ShouldBe(archive.Length);
    }

    [Fact]
    public void Inspect_Cancelled_Stops()
    {
        using var stream = new MemoryStream(LyingTar.WithManifest().Gz());
        using var source = new CancellationTokenSource();
        source.Cancel();

        Should.Throw<OperationCanceledException>(() => PackageReader.Inspect(stream, cancellationToken: source.Token));
    }

    [Fact]
    public void Inspect_EachTruncation_IsRefusedWithoutACrash()
    {
        var archive = LyingTar
            .WithManifest()
            .File("noise", HostileArchives.Noise(700))
            .Pax(("path", "long"))
            .File("x")
            .Gz();

        for (var length = 0; length < archive.Length; length++)
        {
            using var stream = new MemoryStream(archive, 0, length);
            PackageReader
                .Inspect(stream)
                .Diagnostics.Single()
                .Code.ShouldBe("SPK2006", $"{length} of {archive.Length} bytes");
        }
    }

    [Fact]
    public void Inspect_PaxAndGnuNames_AreHeeded()
    {
        var longName = string.Join('/', Enumerable.Repeat("directory", 15));
        var tar = LyingTar
            .WithManifest()
            .PaxGlobal(("comment", new string('a', 40)))
            .Pax(("path", "päx/" + longName), ("mtime", "1.5"), ("uname", "somebody"), ("SCHILY.xattr.user.x", "1"))
            .File("short")
            .LongName([.. Encoding.UTF8.GetBytes("gnu/" + longName), 0])
            .File("short")
            .Pax(("size", "3"))
            .Header("sized"u8.ToArray(), '0', 0)
            .Content("abc"u8.ToArray())
            .Header("gnu-header"u8.ToArray(), '0', 0, gnu: true);
        using var stream = new MemoryStream(tar.Gz());

        var entries = PackageReader.Inspect(stream).Value.Entries;

        entries
            .Select(e => e.Path)
            .ShouldBe(["plugin.yaml", "päx/" + longName, "gnu/" + longName, "sized", "gnu-header"]);
        entries[3].Digest.ShouldBe(Sha256Digest.Of("abc"u8));
    }

    [Fact]
    public void Inspect_GzipHeaderFields_ArePassed()
    {
        var good = LyingTar.WithManifest().Gz();
        byte[] named =
        [
            .. good[..3],
            4 | 8 | 16,
            .. good[4..10],
            3,
            0,
            1,
            2,
            3,
            .. "name\0"u8,
            .. "comment\0"u8,
            .. good[10..],
        ];
        using var stream = new MemoryStream(named);

        PackageReader.Inspect(stream).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData("ustar")]
    [InlineData("gnu")]
    [InlineData("pax")]
    public async Task Inspect_ArchiveOfGnuTar_IsRead(string format)
    {
        var plugin = _folder.Plugin();
        _folder.Write("plugin/" + string.Join('/', Enumerable.Repeat("directory", 13)), "deep");

        await _folder.Run("sh", "-c", $"cd plugin && tar --format={format} -czf ../p.tar.gz *");
        var contents = PackageReader.Inspect(_folder.At("p.tar.gz"));

        contents.Succeeded.ShouldBeTrue(string.Join('\n', contents.Diagnostics));
        contents.Value.TreeDigest.ShouldBe(TreeDigest.Compute(plugin).Value);
    }

    [Fact]
    public async Task Inspect_ArchiveOfGit_IsRead()
    {
        var plugin = _folder.Plugin();
        await _folder.Run("git", "-C", plugin, "init", "-q");
        await _folder.Run("git", "-C", plugin, "add", "-A");
        await _folder.Run(
            "git",
            "-C",
            plugin,
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.org",
            "commit",
            "-qm",
            "all"
        );
        await _folder.Run("git", "-C", plugin, "archive", "--format=tar.gz", "-o", _folder.At("p.tar.gz"), "HEAD");

        var contents = PackageReader.Inspect(_folder.At("p.tar.gz"));

        contents.Succeeded.ShouldBeTrue(string.Join('\n', contents.Diagnostics));
        contents.Value.Entries.Length.ShouldBe(5);
    }

    [Fact]
    public void PackageFileName_Scoped_HasNoSlash()
    {
        var name = Manifests.Model.PluginName.Parse("@acme/scanner");

        PackageFileName
            .For(name, Manifests.Versions.SemanticVersion.Parse("1.2.0-rc.1"))
            .ShouldBe("acme-scanner-1.2.0-rc.1.tar.gz");
    }
}
