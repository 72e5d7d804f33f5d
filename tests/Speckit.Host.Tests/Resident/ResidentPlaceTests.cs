using System.Diagnostics;
using System.Net.Sockets;
using Speckit.Host.Projects;
using Speckit.Host.Resident;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Resident;

public sealed class ResidentPlaceTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Start_Socket_IsForThisUserAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var project = new TestProject();
        await using var session = await ResidentSession.StartAsync(project);

        File.GetUnixFileMode(session.Place.Socket).ShouldBe(Owner);
        File.GetUnixFileMode(session.Place.Directory).ShouldBe(Owner | UnixFileMode.UserExecute);
        session.Place.Socket.ShouldStartWith(project.User.Directory);
    }

    [Fact]
    public async Task Connect_AsAnotherUser_IsRefusedEvenWhereModesAllowIt()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return;
        }

        using var project = new TestProject();
        await using var session = await ResidentSession.StartAsync(project);
        const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;
        for (
            var d = new DirectoryInfo(session.Place.Directory);
            d.FullName != Path.GetTempPath().TrimEnd('/');
            d = d.Parent!
        )
        {
            d.UnixFileMode = Everybody;
        }

        (await AskAsNobodyAsync(session.Place.Directory, session.Place.Socket)).ShouldContain(
            "closed",
            customMessage: "by its credentials"
        );
        File.SetUnixFileMode(session.Place.Socket, Owner);
        (await AskAsNobodyAsync(session.Place.Directory, session.Place.Socket, open: false)).ShouldContain(
            "PermissionError"
        );
        session.Status().ShouldNotBeNull();
    }

    [Fact]
    public async Task Start_Second_IsRefusedAndTheFirstGoesOn()
    {
        using var project = new TestProject();
        await using var first = await ResidentSession.StartAsync(project);
        await using var second = await ResidentSession.StartAsync(project);

        (await second.Served).Diagnostics[0].Code.ShouldBe("SPK6041");
        first.Status().ShouldNotBeNull();
    }

    [Fact]
    public async Task Start_SocketOfAKilledHost_IsTakenOver()
    {
        using var project = new TestProject();
        var place = ResidentPlace.Of(project.User, project.Layout);
        place.Prepare().Succeeded.ShouldBeTrue();
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(place.Socket));
        }

        if (!File.Exists(place.Socket))
        {
            File.WriteAllText(place.Socket, "");
        }

        ResidentClient.TryConnect(project.User, project.Layout, null).ShouldBeNull();
        await using var session = await ResidentSession.StartAsync(project);
        session.Status().ShouldNotBeNull();
    }

    [Fact]
    public async Task Stop_EndsItAndLeavesNoSocket()
    {
        using var project = new TestProject();
        await using var session = await ResidentSession.StartAsync(project);

        session.Stop().ShouldNotBeNull();

        (await session.Place.IsFreeAsync(TimeProvider.System, default)).ShouldBeTrue();
        (await session.Served).Succeeded.ShouldBeTrue();
        File.Exists(session.Place.Socket).ShouldBeFalse();
        session.Stop().ShouldBeNull();
        await using var next = await ResidentSession.StartAsync(project);
        next.Status().ShouldNotBeNull();
    }

    [Fact]
    public async Task Serve_Idle_EndsByItself()
    {
        using var project = new TestProject();
        await using var session = await ResidentSession.StartAsync(project, TimeSpan.FromMilliseconds(200));

        (await session.Served.WaitAsync(TimeSpan.FromSeconds(60))).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Serve_ProgramReplaced_TakesNoCallsAndEnds()
    {
        using var project = new TestProject();
        var program = project.Outside("specify");
        File.WriteAllText(program, "old");
        await using var session = await ResidentSession.StartAsync(project, program: program);
        (await session.FailureOfAsync("py:x")).ShouldBe("SPK6001");

        File.WriteAllText(program, "newer");

        (await session.RunAsync("py:x")).ShouldBeNull();
        (await session.Served.WaitAsync(TimeSpan.FromSeconds(60))).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Serve_ProjectDeleted_Ends()
    {
        using var project = new TestProject();
        await using var session = await ResidentSession.StartAsync(project);

        Directory.Delete(project.Layout.Root, recursive: true);

        (await session.Served.WaitAsync(TimeSpan.FromSeconds(60))).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void Prepare_PathTooLong_SaysSo()
    {
        using var project = new TestProject();
        var user = new UserLayout(project.Outside(new string('h', 80)));

        var prepared = ResidentPlace.Of(user, project.Layout).Prepare();

        prepared.Diagnostics[0].Code.ShouldBe("SPK6040");
        prepared.Diagnostics[0].Message.ShouldContain("longer than 103 bytes");
        ResidentClient.TryConnect(user, project.Layout, null).ShouldBeNull();
    }

    private static async Task<string> AskAsNobodyAsync(string folder, string socket, bool open = true)
    {
        if (open && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(socket, (UnixFileMode)0b111_111_111);
        }

        const string Code = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.settimeout(30)
            s.connect(sys.argv[1])
            try:
                s.sendall(b'{"jsonrpc":"2.0","id":1,"method":"resident/status","params":{}}\n')
                print(s.recv(100) or "closed")
            except (BrokenPipeError, ConnectionResetError):
                print("closed")
            """;
        var start = new ProcessStartInfo(
            "setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", "python3", "-c", Code, socket]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };

        // A python3 of the user's own may be out of the other one's reach.
        start.Environment["PATH"] = "/usr/bin:/bin";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await error;
    }
}
