using Speckit.Packaging.Files;

namespace Speckit.Packaging.Tests.Files;

public sealed class FileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_NewAndOldFile_HasTheContentAndLeavesNothingElse()
    {
        var path = _folder.At("file");

        AtomicFile.Write(path, "one"u8);
        AtomicFile.Write(path, "two"u8);

        File.ReadAllText(path).ShouldBe("two");
        Directory.GetFileSystemEntries(_folder.Root).ShouldHaveSingleItem();
    }

    [Fact]
    public void Write_Private_HasMode0600()
    {
        AtomicFile.Write(_folder.At("file"), "secret"u8, AtomicFile.Private);

        if (!OperatingSystem.IsWindows())
        {
            ((int)File.GetUnixFileMode(_folder.At("file"))).ShouldBe(0x180);
        }
    }

    [Fact]
    public void Write_OverALink_ReplacesTheLink()
    {
        var outside = _folder.Write("outside", "kept");
        File.CreateSymbolicLink(_folder.At("link"), outside);

        AtomicFile.Write(_folder.At("link"), "new"u8);

        File.ReadAllText(outside).ShouldBe("kept");
        new FileInfo(_folder.At("link")).LinkTarget.ShouldBeNull();
    }

    [Fact]
    public void Write_TargetIsAFolder_ThrowsAndLeavesNothing()
    {
        _folder.Write("target/inside", "kept");

        Should.Throw<Exception>(() => AtomicFile.Write(_folder.At("target"), "x"u8));

        File.ReadAllText(_folder.At("target/inside")).ShouldBe("kept");
        Directory.GetFileSystemEntries(_folder.Root).ShouldHaveSingleItem();
    }

    [Fact]
    public void Write_FolderMissing_Throws() =>
        Should.Throw<DirectoryNotFoundException>(() => AtomicFile.Write(_folder.At("no/file"), "x"u8));

    [Fact]
    public async Task Write_ManyAtOnce_ReadersSeeWholeFiles()
    {
        var path = _folder.At("file");
        AtomicFile.Write(path, new byte[100_000]);
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var reads = 0;
            do
            {
                var bytes = File.ReadAllBytes(path);
                bytes.Length.ShouldBe(100_000);
                bytes.ShouldAllBe(b => b == bytes[0]);
                reads++;
            } while (!stop.IsCancellationRequested);

            return reads;
        });

        var writers = Enumerable
            .Range(1, 2)
            .Select(n =>
                Task.Run(() => Enumerable.Range(0, 10).ToList().ForEach(_ => AtomicFile.Write(path, Filled((byte)n))))
            );
        await Task.WhenAll(writers);
        await stop.CancelAsync();

        (await reader).ShouldBeGreaterThanOrEqualTo(1);
        Directory.GetFileSystemEntries(_folder.Root).ShouldHaveSingleItem();
    }

    [Fact]
    public void Create_SomethingThere_ChangesNothing()
    {
        AtomicFile.Create(_folder.At("file"), "one"u8).ShouldBeTrue();
        AtomicFile.Create(_folder.At("file"), "two"u8).ShouldBeFalse();
        File.CreateSymbolicLink(_folder.At("dangling"), _folder.At("nowhere"));
        AtomicFile.Create(_folder.At("dangling"), "three"u8).ShouldBeFalse();

        File.ReadAllText(_folder.At("file")).ShouldBe("one");
        File.Exists(_folder.At("nowhere")).ShouldBeFalse();
        Directory.GetFileSystemEntries(_folder.Root).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Create_ManyAtOnce_OneWins()
    {
        var path = _folder.At("file");

        var results = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(n => Task.Run(() => AtomicFile.Create(path, Filled((byte)n))))
        );

        results.Count(won => won).ShouldBe(1);
        Directory.GetFileSystemEntries(_folder.Root).ShouldHaveSingleItem();
    }

    [Fact]
    public void FlushDirectory_Missing_Throws()
    {
        Durable.FlushDirectory(_folder.Root);

        Should.Throw<IOException>(() => Durable.FlushDirectory(_folder.At("missing"))).Message.ShouldContain("missing");
    }

    [Fact]
    public async Task OpenRead_AnythingButAPlainFile_IsRefused()
    {
        File.CreateSymbolicLink(_folder.At("link"), _folder.Write("file", "x"));
        await _folder.Run("mkfifo", "pipe");
        await _folder.Run("python3", "-c", "import socket; socket.socket(socket.AF_UNIX).bind('socket')");

        Code("missing").ShouldBe("SPK2070");
        Code("file/below").ShouldBe("SPK2070");
        Code("link").ShouldBe("SPK2071");
        Code(".").ShouldBe("SPK2072");
        Code("pipe").ShouldBe("SPK2072");
        Code("socket").ShouldBe("SPK2072");
        using var followed = PlainFile.OpenRead(_folder.At("link"), followLinks: true).Value;
        followed.Length.ShouldBe(1);
    }

    [Fact]
    public void OpenRead_LinksInACircle_AreRefused()
    {
        File.CreateSymbolicLink(_folder.At("a"), _folder.At("b"));
        File.CreateSymbolicLink(_folder.At("b"), _folder.At("a"));

        PlainFile.OpenRead(_folder.At("a"), followLinks: true).Diagnostics.Single().Code.ShouldBe("SPK2071");
    }

    [Fact]
    public void ReadAll_LargerThanTheLimit_IsRefused()
    {
        var path = _folder.Write("file", "12345");

        PlainFile.ReadAll(path, 5).Value.ShouldBe("12345"u8.ToArray());
        PlainFile.ReadAll(path, 4).Diagnostics.Single().Code.ShouldBe("SPK2011");
    }

    private static byte[] Filled(byte value)
    {
        var bytes = new byte[100_000];
        bytes.AsSpan().Fill(value);
        return bytes;
    }

    private string Code(string path)
    {
        var result = PlainFile.OpenRead(_folder.At(path));
        result.Succeeded.ShouldBeFalse(path);
        return result.Diagnostics.Single().Code;
    }

    [Fact]
    public void DeleteStaged_LeftoversOfThisFileAlone_AreDeleted()
    {
        var path = _folder.At("lock.json");
        string[] others =
        [
            "lock.json",
            ".lock.json.tmp",
            ".other.json.0123456789ab.tmp",
            ".lock.json.bak",
            ".lock.json.0123456789abc.tmp",
        ];
        foreach (var name in (string[])[.. others, ".lock.json.0123456789ab.tmp"])
        {
            File.WriteAllText(_folder.At(name), "");
        }

        AtomicFile.DeleteStaged(path);

        Directory.EnumerateFiles(_folder.At(".")).Select(f => Path.GetFileName(f)).ShouldBe(others, ignoreOrder: true);
    }

    [Fact]
    public void DeleteStaged_NoFolder_DoesNothing()
    {
        Should.NotThrow(() => AtomicFile.DeleteStaged(_folder.At("absent/lock.json")));
    }
}
