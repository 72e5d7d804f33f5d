using System.IO.Pipes;

namespace Speckit.Protocol.Tests.JsonRpc;

public class EndTests
{
    [Fact]
    public async Task Completion_InputEnds_CompletesAndFailsWhatWaits()
    {
        await using var peer = new RawPeer();
        peer.Peer.Start();
        var request = RequestTests.AskAsync(peer.Peer, "never", 1);
        await peer.ReceiveAsync();

        peer.Close();

        await peer.Peer.Completion.WaitAsync(Limits.Wait);
        (await Should.ThrowAsync<PeerEndedException>(() => request)).Message.ShouldContain("never");
        await Should.ThrowAsync<PeerEndedException>(() => RequestTests.AskAsync(peer.Peer, "late", 1));
    }

    [Fact]
    public async Task Completion_InputEnds_CancelsRunningHandlers()
    {
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var peer = new RawPeer();
        peer.Peer.OnRequest(
            "wait",
            TestJson.Default.Number,
            TestJson.Default.Number,
            async (n, ct) =>
            {
                using var registration = ct.Register(cancelled.SetResult);
                started.SetResult();
                await Task.Delay(Timeout.Infinite, ct);
                return n;
            }
        );
        peer.Peer.Start();
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"wait","params":{"value":1}}""");
        await started.Task.WaitAsync(Limits.Wait);

        peer.Close();

        await cancelled.Task.WaitAsync(Limits.Wait);
    }

    [Fact]
    public async Task DisposeAsync_WhileRequestsWait_FailsThemAndCompletes()
    {
        var peer = new RawPeer();
        peer.Peer.Start();
        var request = RequestTests.AskAsync(peer.Peer, "never", 1);
        await peer.ReceiveAsync();

        await peer.DisposeAsync();
        await peer.Peer.DisposeAsync();

        await Should.ThrowAsync<PeerEndedException>(() => request);
        await peer.Peer.Completion.WaitAsync(Limits.Wait);
        Should.Throw<ObjectDisposedException>(peer.Peer.Start);
    }

    [Fact]
    public async Task RequestAsync_OutputBroken_ThrowsPeerEnded()
    {
        await using var output = new BrokenStream();
        await using var input = new AnonymousPipeServerStream(PipeDirection.In);
        await using var peer = new JsonRpcPeer(input, output);

        await Should.ThrowAsync<PeerEndedException>(() => RequestTests.AskAsync(peer, "m", 1));
    }

    [Fact]
    public async Task Completion_ReadingFails_FaultsWithTheReason()
    {
        await using var input = new BrokenStream();
        await using var output = new MemoryStream();
        await using var peer = new JsonRpcPeer(input, output);
        peer.Start();

        await Should.ThrowAsync<IOException>(() => peer.Completion.WaitAsync(Limits.Wait));
    }

    [Fact]
    public async Task DedicatedReaderThread_OverRealPipes_ServesAndEnds()
    {
        await using var toRight = new AnonymousPipeServerStream(PipeDirection.Out);
        await using var rightIn = new AnonymousPipeClientStream(PipeDirection.In, toRight.ClientSafePipeHandle);
        await using var toLeft = new AnonymousPipeServerStream(PipeDirection.Out);
        await using var leftIn = new AnonymousPipeClientStream(PipeDirection.In, toLeft.ClientSafePipeHandle);
        var options = new JsonRpcPeerOptions { DedicatedReaderThread = true };
        await using var left = new JsonRpcPeer(leftIn, toRight, options);
        await using var right = new JsonRpcPeer(rightIn, toLeft, options);
        RequestTests.OnDouble(right);
        left.Start();
        right.Start();

        for (var i = 0; i < 200; i++)
        {
            (await RequestTests.AskAsync(left, "double", i)).ShouldBe(i * 2);
        }

        await toRight.DisposeAsync();
        await right.Completion.WaitAsync(Limits.Wait);
        await toLeft.DisposeAsync();
        await left.Completion.WaitAsync(Limits.Wait);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("broken");

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => throw new IOException("broken");
    }
}
