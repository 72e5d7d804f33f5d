using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Speckit.Host.Platform;
using Speckit.Host.Sandbox.Confinement;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Sandbox.Confinement;

/// <summary>Both ends of the control socket, without a sandbox between them.</summary>
[SupportedOSPlatform("linux")]
public sealed class ControlChannelTests
{
    private static readonly ConfineOrder Order = new() { Parent = 7 };

    public ControlChannelTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "sockets of Linux");

    [Fact]
    public async Task Conduct_AStepThatBecomesThePlugin_HandsOverItsListener()
    {
        using var channel = new ControlChannel();
        var seen = 0;
        var control = StepOf(channel);
        var answering = channel.ConductAsync(
            Order,
            p =>
            {
                seen = p;
                return Task.CompletedTask;
            },
            CancellationToken.None
        );

        var port = await Task.Run(() =>
        {
            ControlSocket.Send(control, [ControlSocket.Here], -1).ShouldBe(1);
            ConfineOrder.Decode(ControlSocket.ReadOrder(control)).Parent.ShouldBe(7);
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            var chosen = (ushort)((IPEndPoint)free.LocalEndpoint).Port;
            free.Stop();
            var listener = ControlSocket.ListenOnLoopback(chosen);
            ControlSocket.Send(control, [ControlSocket.Listening], listener).ShouldBe(1);
            ControlSocket.Send(control, [ControlSocket.Ready], -1).ShouldBe(1);
            using var closed = new SafeSocketHandle(control, ownsHandle: true);
            using var given = new SafeSocketHandle(listener, ownsHandle: true);
            return chosen;
        });
        var answer = await answering;

        seen.ShouldBe(Environment.ProcessId);
        answer.Failure.ShouldBeNull();
        using var listening = answer.Listener.ShouldNotBeNull();
        using var client = new TcpClient();
        var accepting = listening.AcceptAsync();
        await client.ConnectAsync(IPAddress.Loopback, port);
        using var accepted = await accepting;
        accepted.Connected.ShouldBeTrue();
    }

    [Fact]
    public async Task Conduct_BeforeTheStepMayGoOn_SendsNoOrder()
    {
        using var channel = new ControlChannel();
        var permission = new TaskCompletionSource();
        using var step = new Socket(new SafeSocketHandle(StepOf(channel), ownsHandle: true));
        var answering = channel.ConductAsync(Order, _ => permission.Task, CancellationToken.None);
        ControlSocket.Send((int)step.Handle, [ControlSocket.Here], -1).ShouldBe(1);

        step.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectRead)
            .ShouldBeFalse("an order came before the permission");
        permission.SetResult();
        ConfineOrder.Decode(ControlSocket.ReadOrder((int)step.Handle)).Parent.ShouldBe(7);
        step.Close();

        (await answering).Failure.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("RFstarting failed", "starting failed")]
    [InlineData("Fno Landlock", "no Landlock")]
    [InlineData("", "ended too early")]
    [InlineData("L", "ended too early")]
    public async Task Conduct_AStepThatFails_TellsWhy(string said, string why)
    {
        using var channel = new ControlChannel();
        var control = StepOf(channel);
        var answering = channel.ConductAsync(Order, _ => Task.CompletedTask, CancellationToken.None);

        await Task.Run(() =>
        {
            ControlSocket.Send(control, [ControlSocket.Here], -1).ShouldBe(1);
            using var closed = new SafeSocketHandle(control, ownsHandle: true);
            _ = ControlSocket.ReadOrder(control);
            if (said.Length > 0)
            {
                ControlSocket.Send(control, Encoding.ASCII.GetBytes(said), -1).ShouldBe(said.Length);
            }
        });

        (await answering).Failure.ShouldNotBeNull().ShouldContain(why);
    }

    [Theory]
    [InlineData("")]
    [InlineData("R")]
    public async Task Conduct_NoStepArrives_LeavesTheReasonToWhatWasStarted(string said)
    {
        using var channel = new ControlChannel();
        using var closed = new SafeSocketHandle(StepOf(channel), ownsHandle: true);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var answering = channel.ConductAsync(Order, _ => throw new IOException("nobody is there"), patience.Token);

        if (said.Length > 0)
        {
            ControlSocket.Send((int)closed.DangerousGetHandle(), Encoding.ASCII.GetBytes(said), -1).ShouldBe(1);
        }

        closed.Dispose();

        await Should.ThrowAsync<OperationCanceledException>(() => answering);
    }

    [Fact]
    public async Task Conduct_AStepInAnotherProcess_SeesThatProcess()
    {
        using var channel = new ControlChannel();
        var seen = new TaskCompletionSource<int>();
        channel.LetThrough();
        using var step = Process.Start("bash", ["-c", $"printf H >&{channel.StepDescriptor}; sleep 20"]);
        var answering = channel.ConductAsync(
            Order,
            p =>
            {
                seen.SetResult(p);
                return Task.CompletedTask;
            },
            CancellationToken.None
        );

        (await seen.Task.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe(step.Id);
        step.Kill(entireProcessTree: true);

        (await answering).Failure.ShouldNotBeNull().ShouldContain("ended too early");
    }

    [Fact]
    public async Task ReadOrder_AHostThatEnds_IsAnError()
    {
        using var channel = new ControlChannel();
        var control = StepOf(channel);
        var answering = channel.ConductAsync(Order, _ => throw new IOException("no group"), CancellationToken.None);

        await Task.Run(() =>
        {
            ControlSocket.Send(control, [ControlSocket.Here], -1).ShouldBe(1);
            using var closed = new SafeSocketHandle(control, ownsHandle: true);
            Should.Throw<IOException>(() => ControlSocket.ReadOrder(control));
        });

        (await Should.ThrowAsync<IOException>(() => answering)).Message.ShouldBe("no group");
    }

    [Fact]
    public void Identity_OfFiles_TellsThemApart()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.At("a"), "");
        File.WriteAllText(folder.At("b"), "");
        File.CreateSymbolicLink(folder.At("link"), folder.At("a"));

        FileIdentity
            .Of(folder.At("a"))
            .ShouldNotBeNull()
            .ShouldNotBe(FileIdentity.Of(folder.At("b")).ShouldNotBeNull());
        FileIdentity.Of(folder.At("link")).ShouldBe(FileIdentity.Of(folder.At("a")));
        FileIdentity.Of(folder.At("none")).ShouldBeNull();
    }

    /// <summary>The step's end as an inheriting process would have it.</summary>
    private static int StepOf(ControlChannel channel)
    {
        const int duplicateCloseOnExec = 1030;
        var copy = LinuxNative.ControlDescriptor(channel.StepDescriptor, duplicateCloseOnExec, 0);
        copy.ShouldBeGreaterThan(0);
        return copy;
    }
}
