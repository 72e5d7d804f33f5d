using Speckit.Packaging.Archives;

namespace Speckit.Packaging.Tests.Archives;

public sealed class HostileArchiveTests
{
    public static TheoryData<string> Names => [.. HostileArchives.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Inspect_HostileArchive_IsRefusedWithItsOwnCode(string name)
    {
        var (archive, code) = HostileArchives.All[name];
        using var stream = new MemoryStream(archive);

        var result = PackageReader.Inspect(stream);

        result.Succeeded.ShouldBeFalse();
        result.Diagnostics.Single().Descriptor.ShouldBe(code, result.Diagnostics[0].Message);
        result.Diagnostics[0].Hint.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Extract_HostileArchive_WritesNothingOutsideTheTarget(string name)
    {
        var (archive, code) = HostileArchives.All[name];
        using var folder = new TestFolder();
        var path = folder.Write("in/evil.tar.gz", archive);
        var target = folder.Folder("out/target");

        var result = PackageReader.Extract(path, target);

        result.Diagnostics.Single().Descriptor.ShouldBe(code);
        Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName).ShouldBe(["in", "out"], ignoreOrder: true);
        Directory.GetFileSystemEntries(folder.At("in")).ShouldHaveSingleItem();
        Directory.GetFileSystemEntries(folder.At("out")).ShouldHaveSingleItem();
        foreach (var info in new DirectoryInfo(target).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            info.LinkTarget.ShouldBeNull();
            ((int)(info.UnixFileMode & (UnixFileMode)0xE00)).ShouldBe(0);
        }
    }

    [Fact]
    public void All_Cases_AreManyAndCoverEveryRefusalOfArchives()
    {
        var covered = HostileArchives
            .All.Values.Select(c => c.Code.Code)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();

        HostileArchives.All.Count.ShouldBeGreaterThan(120);
        var archiveCodes = typeof(PackagingDiagnostics)
            .GetProperties()
            .Select(p => ((Manifests.Diagnostics.DiagnosticDescriptor)p.GetValue(null)!).Code)
            .Where(code => string.CompareOrdinal(code, "SPK2051") < 0)
            .Order(StringComparer.Ordinal)
            .ToList();

        // These need lower limits than the format's: LimitTests.
        string[] elsewhere = ["SPK2001", "SPK2010", "SPK2012"];
        covered.ShouldBe(archiveCodes.Except(elsewhere));
    }

    [Fact]
    public void Descriptors_Codes_AreUnique()
    {
        var codes = new[] { typeof(PackagingDiagnostics), typeof(Packaging.Signing.SignatureDiagnostics) }
            .SelectMany(type => type.GetProperties())
            .Select(p => ((Manifests.Diagnostics.DiagnosticDescriptor)p.GetValue(null)!).Code)
            .ToList();

        codes.ShouldBeUnique();
        codes.ShouldAllBe(code => code.StartsWith("SPK20") || code.StartsWith("SPK30"));
    }
}
