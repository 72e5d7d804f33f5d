using Speckit.Host.Acquisition;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Acquisition;

public sealed class InstallSourceTests
{
    private static readonly Speckit.Host.Projects.UserLayout User = new("/home/nobody");

    [Theory]
    [InlineData("tool", "tool", null)]
    [InlineData("@acme/tool", "@acme/tool", null)]
    [InlineData("tool@1.2.0", "tool", "1.2.0")]
    [InlineData("@acme/tool@^1.2", "@acme/tool", "^1.2")]
    [InlineData("tool@>=1.0.0 <2.0.0", "tool", ">=1.0.0 <2.0.0")]
    public void Parse_Name_IsOfARegistry(string text, string name, string? range)
    {
        var source = InstallSource
            .Parse(text, Path.GetTempPath(), User)
            .Value.ShouldBeOfType<InstallSource.FromRegistry>();

        source.Name.ToString().ShouldBe(name);
        source.Range?.Text.ShouldBe(range);
        (source.Range is null).ShouldBe(range is null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("Tool")]
    [InlineData("a/b")]
    [InlineData("@acme")]
    [InlineData("tool@not a version")]
    [InlineData("./absent")]
    [InlineData("../absent")]
    [InlineData("/absent/x")]
    [InlineData("~absent")]
    [InlineData("~/absent-folder-of-nobody")]
    [InlineData("absent.tar.gz")]
    [InlineData("absent.tgz")]
    [InlineData("c:absent")]
    [InlineData("a\\b")]
    [InlineData(".")]
    public void Parse_NothingOfTheKind_SaysWhatWould(string text)
    {
        using var folder = new TempFolder();

        var problem = InstallSource.Parse(text, folder.Path, User).Diagnostics.Single();

        problem.Code.ShouldBe("SPK5005");
        problem.Hint.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Parse_Paths_AreFoldersAndArchives()
    {
        using var folder = new TempFolder();
        new PluginSource("tool").Write(folder.At("Tool"));
        File.WriteAllText(folder.At("x.tar.gz"), "");

        InstallSource
            .Parse("./Tool", folder.Path, User)
            .Value.ShouldBe(new InstallSource.FromFolder(folder.At("Tool")));
        InstallSource
            .Parse("x.tar.gz", folder.Path, User)
            .Value.ShouldBe(new InstallSource.FromArchive(folder.At("x.tar.gz")));
        InstallSource
            .Parse(".", folder.At("Tool"), User)
            .Value.ShouldBe(new InstallSource.FromFolder(folder.At("Tool")));
        InstallSource.Parse("Tool", folder.Path, User).Diagnostics[0].Hint.ShouldBe("for the folder, write ./Tool");
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KB")]
    [InlineData(250_000, "244 KB")]
    [InlineData(1_258_291, "1.2 MB")]
    public void ByteSize_Format_IsForPeople(long bytes, string text) => ByteSize.Format(bytes).ShouldBe(text);
}
