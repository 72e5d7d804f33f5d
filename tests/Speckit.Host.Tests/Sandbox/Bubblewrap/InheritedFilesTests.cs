using System.Diagnostics;
using System.Runtime.Versioning;
using Speckit.Host.Sandbox.Bubblewrap;
using Speckit.Host.Sandbox.Confinement;

namespace Speckit.Host.Tests.Sandbox.Bubblewrap;

[SupportedOSPlatform("linux")]
public sealed class InheritedFilesTests
{
    public InheritedFilesTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "descriptors of Linux");

    [Fact]
    public async Task Open_Files_AreReadByAProgramThatInheritsThem()
    {
        using var files = InheritedFiles.Open("/bin/sh");

        files.LetThrough();
        var passwd = files.Copies.Single(c => c.Path == "/etc/passwd");
        (await CatAsync(passwd.Descriptor)).ShouldBe("plugin:x:1000:1000::/tmp:/bin/false\n");
        if (files.Copies.FirstOrDefault(c => c.Path == "/etc/nsswitch.conf") is { Path: { } settings } found)
        {
            (await CatAsync(found.Descriptor)).ShouldBe(await File.ReadAllTextAsync(settings));
        }
    }

    [Fact]
    public async Task Open_TheStep_IsRunByAProgramThatInheritsIt()
    {
        using var files = InheritedFiles.Open("/bin/sh");

        files.LetThrough();
        var start = new ProcessStartInfo("env", [files.Step, "-c", "echo here"]) { RedirectStandardOutput = true };
        using var env = Process.Start(start)!;
        (await env.StandardOutput.ReadToEndAsync()).ShouldBe("here\n");
    }

    [Fact]
    public void Open_AStepThatIsNotThere_SaysSo()
    {
        Should.Throw<IOException>(() => InheritedFiles.Open("/none/launcher")).Message.ShouldContain("/none/launcher");
    }

    [Fact]
    public void Dispose_Files_AreGone()
    {
        var files = InheritedFiles.Open("/bin/sh");
        string[] paths = [.. files.Copies.Select(c => $"/proc/self/fd/{c.Descriptor}"), files.Step];
        var identities = paths.Select(FileIdentity.Of).ToArray();
        identities.ShouldNotBeEmpty();

        files.Dispose();

        paths.Select(FileIdentity.Of).Intersect(identities).ShouldBeEmpty();
    }

    private static async Task<string> CatAsync(int descriptor)
    {
        var start = new ProcessStartInfo("cat", [$"/dev/fd/{descriptor}"]) { RedirectStandardOutput = true };
        using var cat = Process.Start(start)!;
        return await cat.StandardOutput.ReadToEndAsync();
    }
}
