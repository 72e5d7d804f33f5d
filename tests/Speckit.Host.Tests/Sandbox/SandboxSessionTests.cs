using System.Diagnostics;
using System.Globalization;
using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox;
using Speckit.Host.Sandbox.Confinement;
using Speckit.Host.Sandbox.Machine;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Sandbox;

public sealed class SandboxSessionTests
{
    [Theory]
    [InlineData("MemoryError", "memory (64 MiB)")]
    [InlineData("Unhandled exception. System.OutOfMemoryException: x", "memory (64 MiB)")]
    [InlineData("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory", "memory (64 MiB)")]
    [InlineData("OSError: [Errno 27] File too large", "size of a file (2 MiB)")]
    [InlineData("OSError: [Errno 24] Too many open files", "open files (32)")]
    [InlineData("it just ended", null)]
    public async Task Exceeded_LastWords_NameTheLimit(string words, string? limit)
    {
        using var project = new TestProject();
        await using var session = Session(project);

        session.FindExceededLimit(words).ShouldBe(limit);
    }

    [Fact]
    public async Task Limit_TooMuchOutput_EndsTheProcessAndNamesTheLimit()
    {
        using var project = new TestProject();
        await using var session = Session(project);
        using var process = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", "while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done"])
            {
                RedirectStandardOutput = true,
            }
        )!;
        await using var output = session.Limit(process.StandardOutput.BaseStream, process);

        await Should.ThrowAsync<IOException>(() => output.CopyToAsync(Stream.Null));

        await process.WaitForExitAsync();
        session.FindExceededLimit("").ShouldBe("output (2 MiB)");
    }

    [Fact]
    public async Task Start_TheTierProcess_GoesThroughTheLauncher()
    {
        using var project = new TestProject();
        var launcher = new SandboxLauncher(project.Host, new SandboxMachine { Launcher = "/opt/specify" });
        var start = new ProcessStartInfo("/bin/true", ["a"]);

        var prepared = await launcher.PrepareAsync(
            Profile(project),
            SandboxTier.Process,
            start,
            PluginRuntime.Native,
            default
        );

        await using var session = prepared.Value;
        session.LeadsGroup.ShouldBeTrue();
        start.FileName.ShouldBe("/opt/specify");
        start.ArgumentList.ShouldBe([
            "__launch",
            Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            "/bin/true",
            "a",
        ]);
    }

    [Fact]
    public async Task Start_TheTierFull_WrapsTheProgram()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var project = new TestProject();
        var machine = new SandboxMachine
        {
            Launcher = "/bin/true",
            Bubblewrap = "/usr/bin/bwrap",
            LandlockVersion = 7,
            HasSeccomp = true,
        };
        var start = new ProcessStartInfo("/usr/bin/env", ["a"]) { WorkingDirectory = project.Layout.Root };
        var profile = Profile(project) with { Project = ProjectAccess.Write, Hosts = new() };

        var prepared = await new SandboxLauncher(project.Host, machine).PrepareAsync(
            profile,
            SandboxTier.Full,
            start,
            PluginRuntime.Native,
            default
        );

        await using (var session = prepared.Value)
        {
            start.FileName.ShouldBe("/usr/bin/bwrap");
            var step = session.Channel.ShouldNotBeNull().StepDescriptor.ToString(CultureInfo.InvariantCulture);
            start.ArgumentList.TakeLast(4).ShouldBe(["__confine", step, "/usr/bin/env", "a"]);
            var program = start.ArgumentList[^5];
            program.ShouldStartWith("/proc/self/fd/");
            FileIdentity.Of(program).ShouldBe(FileIdentity.Of("/bin/true"));
            start.Environment["HTTPS_PROXY"].ShouldBe("http://127.0.0.1:3128");
            start.Environment["TMPDIR"].ShouldBe("/tmp");
            Directory.Exists(project.At(".idea")).ShouldBeTrue();
        }

        Directory.Exists(project.At(".idea")).ShouldBeFalse();
    }

    [Fact]
    public async Task Enter_AProgramThatIsNoSandbox_TellsWhatItSaid()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var project = new TestProject();
        var fake = project.Outside("bwrap");
        File.WriteAllText(fake, "#!/bin/sh\necho no permission >&2\nexit 1\n");
        File.SetUnixFileMode(fake, (UnixFileMode)0b111_101_101);
        var machine = new SandboxMachine
        {
            Launcher = "/bin/true",
            Bubblewrap = fake,
            HasSeccomp = true,
        };
        var start = new ProcessStartInfo("/usr/bin/env")
        {
            WorkingDirectory = project.Layout.Root,
            RedirectStandardError = true,
        };
        var prepared = await new SandboxLauncher(project.Host, machine).PrepareAsync(
            Profile(project),
            SandboxTier.Full,
            start,
            PluginRuntime.Native,
            default
        );
        await using var session = prepared.Value;
        using var process = Process.Start(start)!;

        var failure = await session.EnterAsync(process, Task.CompletedTask, default);

        failure.ShouldNotBeNull().Code.ShouldBe("SPK6022");
        failure.Message.ShouldContain("no permission");
    }

    [Fact]
    public void ForeignLink_OnTheWayToTheData_IsFound()
    {
        using var project = new TestProject();
        SandboxLauncher.FindForeignLink(Profile(project)).ShouldBeNull();
        Directory.CreateSymbolicLink(project.At(".specify", "data"), project.User.Home);

        SandboxLauncher.FindForeignLink(Profile(project)).ShouldNotBeNull().Message.ShouldContain("is a link");
    }

    [Fact]
    public void Heap_EachRuntime_IsToldThreeQuarters()
    {
        var start = new ProcessStartInfo("x");

        HeapLimits.Apply(start, PluginRuntime.Dotnet, new SandboxLimits { MemoryMegabytes = 128 });
        HeapLimits.Apply(start, PluginRuntime.Node, new SandboxLimits { MemoryMegabytes = 128 });
        HeapLimits.Apply(start, PluginRuntime.Python, SandboxLimits.Default);

        start.Environment["DOTNET_GCHeapHardLimit"].ShouldBe("6000000");
        start.Environment["NODE_OPTIONS"].ShouldBe("--max-old-space-size=96");
    }

    private static SandboxSession Session(TestProject project) =>
        new(
            Profile(project) with
            {
                Limits = new SandboxLimits
                {
                    MemoryMegabytes = 64,
                    OutputMegabytes = 2,
                    OpenFiles = 32,
                },
            },
            SandboxTier.Process,
            leadsGroup: false
        );

    private static SandboxProfile Profile(TestProject project) =>
        new()
        {
            Plugin = "tool",
            ProjectRoot = project.Layout.Root,
            Project = ProjectAccess.None,
            PackageDirectory = project.At(".specify", "plugins", "tool"),
            DataDirectory = project.At(".specify", "data", "tool"),
        };
}
