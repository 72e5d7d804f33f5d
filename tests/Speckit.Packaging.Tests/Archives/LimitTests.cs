using Speckit.Packaging.Archives;

namespace Speckit.Packaging.Tests.Archives;

public sealed class LimitTests
{
    [Fact]
    public void Inspect_ArchiveLargerThanTheLimit_IsRefused()
    {
        var archive = LyingTar.WithManifest().File("noise", HostileArchives.Noise(5000)).Gz();

        Code(archive, new ArchiveLimits { MaxArchiveBytes = archive.Length - 1 }).ShouldBe("SPK2001");
        Code(archive, new ArchiveLimits { MaxArchiveBytes = archive.Length }).ShouldBeNull();
    }

    [Fact]
    public void Inspect_FilesLargerThanTheLimitTogether_IsRefused()
    {
        var archive = LyingTar
            .WithManifest()
            .File("a", HostileArchives.Noise(4000))
            .File("b", HostileArchives.Noise(4000))
            .Gz();

        Code(archive, new ArchiveLimits { MaxExtractedBytes = 8000 }).ShouldBe("SPK2012");
        Code(archive, new ArchiveLimits { MaxExtractedBytes = 12_000 }).ShouldBeNull();
    }

    [Fact]
    public void Inspect_TarPaddingBeyondTheLimit_IsRefused()
    {
        var archive = LyingTar.Compress([.. LyingTar.WithManifest().Tar(), .. new byte[100_000]]);

        Code(archive, new ArchiveLimits { MaxExtractedBytes = 50_000 }).ShouldBe("SPK2012");
    }

    [Fact]
    public void Inspect_MoreEntriesThanTheLimit_IsRefused()
    {
        var tar = LyingTar.WithManifest();
        for (var i = 1; i < 10; i++)
        {
            tar.File($"f{i}");
        }

        Code(tar.Gz(), new ArchiveLimits { MaxEntries = 10 }).ShouldBeNull();
        Code(tar.Gz(), new ArchiveLimits { MaxEntries = 9 }).ShouldBe("SPK2010");
    }

    [Fact]
    public void Inspect_ImpliedFoldersBeyondTheLimit_AreRefused()
    {
        var archive = LyingTar.WithManifest().File("a/b/c/d/e/f/g/h").Gz();

        Code(archive, new ArchiveLimits { MaxEntries = 8 }).ShouldBe("SPK2010");
    }

    [Fact]
    public void Inspect_ManyHeadersWithoutEntries_AreRefused()
    {
        var tar = LyingTar.WithManifest();
        for (var i = 0; i < 30; i++)
        {
            tar.PaxGlobal(("comment", "again"));
        }

        Code(tar.Gz(), new ArchiveLimits { MaxEntries = 10 }).ShouldBe("SPK2010");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Inspect_HighRatio_IsRefusedWhetherTheLengthIsKnownOrNot(bool seekable)
    {
        var archive = LyingTar.WithManifest().File("zeros", new byte[8 << 20]).Gz();
        using var stream = seekable ? new MemoryStream(archive) : (Stream)new DripStream(archive, 1000);

        PackageReader.Inspect(stream).Diagnostics.Single().Code.ShouldBe("SPK2013");
    }

    [Fact]
    public void Inspect_SmallFileWithHighRatio_IsAccepted() =>
        Code(LyingTar.WithManifest().File("zeros", new byte[900_000]).Gz(), ArchiveLimits.Default).ShouldBeNull();

    [Fact]
    public void Inspect_PathLimits_CanBeLowered()
    {
        var archive = LyingTar.WithManifest().File("one/two/three.txt").Gz();

        Code(archive, new ArchiveLimits { MaxDepth = 2 }).ShouldBe("SPK2044");
        Code(archive, new ArchiveLimits { MaxPathBytes = 16 }).ShouldBe("SPK2043");
        Code(archive, new ArchiveLimits { MaxMemberBytes = 10 }).ShouldBe("SPK2011");
        Code(archive, new ArchiveLimits { MaxDocumentBytes = 10 }).ShouldBe("SPK2014");
    }

    [Fact]
    public void Init_LimitAboveTheFormats_Throws()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ArchiveLimits { MaxArchiveBytes = (50L << 20) + 1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ArchiveLimits { MaxEntries = 10_001 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ArchiveLimits { MaxRatio = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ArchiveLimits { MaxPaxBytes = -1 });
    }

    private static string? Code(byte[] archive, ArchiveLimits limits)
    {
        using var stream = new MemoryStream(archive);
        return PackageReader.Inspect(stream, limits).Diagnostics.SingleOrDefault()?.Code;
    }
}
