using Speckit.Packaging.Digests;

namespace Speckit.Packaging.Tests.Digests;

public sealed class TreeDigestTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compute_Folder_IsWhatCoreutilsCompute()
    {
        var plugin = _folder.Plugin();
        _folder.Write("plugin/ünïcode file", "x");
        const string Script =
            "cd plugin && find . -type f | while read -r f; do m=0644; [ -x \"$f\" ] && m=0755; "
            + "echo \"$m $(sha256sum < \"$f\" | cut -d' ' -f1) ${f#./}\"; done | LC_ALL=C sort | sha256sum | cut -d' ' -f1";

        var expected = await _folder.Run("sh", "-c", Script);

        TreeDigest.Compute(plugin).Value.Hex.ShouldBe(expected.Trim());
    }

    [Fact]
    public void Compute_UsersConfigurationAndEmptyFolders_DoNotCount()
    {
        var plugin = _folder.Plugin();
        var before = TreeDigest.Compute(plugin).Value;

        _folder.Write("plugin/config.yaml", "token: x");
        _folder.Folder("plugin/empty");

        TreeDigest.Compute(plugin).Value.ShouldBe(before);
        _folder.Write("plugin/src/config.yaml", "counts");
        TreeDigest.Compute(plugin).Value.ShouldNotBe(before);
    }

    [Fact]
    public void Explain_TamperedFolder_NamesEachFile()
    {
        var plugin = _folder.Plugin();
        var entries = TreeDigest.Scan(plugin).Value;
        TreeDigest.Explain(plugin, entries).Value.ShouldBeEmpty();

        _folder.Write("plugin/src/commands/run.py", "import os");
        _folder.Write("plugin/src/new.py", "");
        File.Delete(_folder.At("plugin/README.md"));
        TestFolder.SetMode(_folder.At("plugin/bin/tool"), 0x1A4);

        TreeDigest
            .Explain(plugin, entries)
            .Value.ShouldBe([
                new("README.md", TreeDifferenceKind.Missing),
                new("bin/tool", TreeDifferenceKind.ModeChanged),
                new("src/commands/run.py", TreeDifferenceKind.Changed),
                new("src/new.py", TreeDifferenceKind.Added),
            ]);
        TreeDigest.Compute(plugin).Value.ShouldNotBe(TreeDigest.Of(entries));
    }

    [Theory]
    [InlineData("src/commands/run.py")]
    [InlineData("extra")]
    public void Compute_LinkInTheFolder_IsRefused(string path)
    {
        var plugin = _folder.Plugin();
        var full = Path.Combine(plugin, path);
        File.Delete(full);
        File.CreateSymbolicLink(full, _folder.Write("outside", "x"));

        TreeDigest.Compute(plugin).Diagnostics.Single().Code.ShouldBe("SPK2071");
        TreeDigest.Explain(plugin, []).Diagnostics.Single().Code.ShouldBe("SPK2071");
    }

    [Fact]
    public void Compute_LinkToAFolder_IsRefused()
    {
        var plugin = _folder.Plugin();
        Directory.CreateSymbolicLink(Path.Combine(plugin, "more"), _folder.Folder("outside"));

        TreeDigest.Compute(plugin).Diagnostics.Single().Code.ShouldBe("SPK2071");
    }

    [Fact]
    public async Task Compute_NamedPipe_IsRefusedWithoutWaiting()
    {
        var plugin = _folder.Plugin();
        await _folder.Run("mkfifo", Path.Combine(plugin, "pipe"));

        TreeDigest.Compute(plugin).Diagnostics.Single().Code.ShouldBe("SPK2072");
    }

    [Fact]
    public void Compute_FolderMissing_IsRefused() =>
        TreeDigest.Compute(_folder.At("nowhere")).Diagnostics.Single().Code.ShouldBe("SPK2070");

    [Fact]
    public void Of_AnyOrder_IsTheSame()
    {
        var entries = Enumerable
            .Range(0, 20)
            .Select(i => new TreeEntry($"f{i}", i % 2 == 0, 1, Sha256Digest.Of([(byte)i])))
            .ToList();

        TreeDigest.Of(Enumerable.Reverse(entries)).ShouldBe(TreeDigest.Of(entries));
        TreeDigest.Of([]).ShouldBe(Sha256Digest.Of([]));
    }
}
