using System.Diagnostics;
using Speckit.Host.Sandbox.Bubblewrap;
using Speckit.Host.Sandbox.Confinement;

namespace Speckit.Host.Tests.Sandbox.Bubblewrap;

public sealed class CopiedFilesTests
{
    [Fact]
    public async Task Open_Files_AreReadByAProgramThatInheritsThem()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("descriptors of Linux");
            return;
        }

        using var copies = CopiedFiles.Open();

        var passwd = copies.All.Single(c => c.Path == "/etc/passwd");
        (await CatAsync(passwd.Descriptor)).ShouldBe("plugin:x:1000:1000::/tmp:/bin/false\n");
        if (copies.All.FirstOrDefault(c => c.Path == "/etc/nsswitch.conf") is { Path: { } settings } found)
        {
            (await CatAsync(found.Descriptor)).ShouldBe(await File.ReadAllTextAsync(settings));
        }
    }

    [Fact]
    public void Dispose_Files_AreGone()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("descriptors of Linux");
            return;
        }

        var copies = CopiedFiles.Open();
        var paths = copies.All.Select(c => $"/proc/self/fd/{c.Descriptor}").ToArray();
        var identities = paths.Select(FileIdentity.Of).ToArray();
        identities.ShouldNotBeEmpty();

        copies.Dispose();

        paths.Select(FileIdentity.Of).Intersect(identities).ShouldBeEmpty();
    }

    private static async Task<string> CatAsync(int descriptor)
    {
        var start = new ProcessStartInfo("cat", [$"/dev/fd/{descriptor}"]) { RedirectStandardOutput = true };
        using var cat = Process.Start(start)!;
        return await cat.StandardOutput.ReadToEndAsync();
    }
}
