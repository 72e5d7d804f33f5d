namespace Speckit.Protocol.Tests.JsonRpc;

public class CancellationTests
{
    [Fact]
    public async Task RequestAsync_Cancelled_ThrowsAtOnceAndCancelsTheHandler()
    {
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var pair = new PeerPair();
        RequestTests.OnDouble(pair.Right);
        pair.Right.OnRequest(
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
        pair.Start();
        using var source = new CancellationTokenSource();

        var request = RequestTests.AskAsync(pair.Left, "wait", 1, source.Token);
        await started.Task.WaitAsync(Limits.Wait);
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => request);
        await cancelled.Task.WaitAsync(Limits.Wait);

        // The late answer to the cancelled request is dropped.
        (await RequestTests.AskAsync(pair.Left, "double", 2)).ShouldBe(4);
    }

    [Fact]
    public async Task RequestAsync_OtherSideNeverAnswers_StillEndsWhenCancelled()
    {
        await using var peer = new RawPeer();
        peer.Peer.Start();
        using var source = new CancellationTokenSource();

        var request = RequestTests.AskAsync(peer.Peer, "wait", 1, source.Token);
        (await peer.ReceiveAsync()).ShouldBe("""{"jsonrpc":"2.0","id":1,"method":"wait","params":{"value":1}}""");
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => request);
        (await peer.ReceiveAsync()).ShouldBe("""{"jsonrpc":"2.0","method":"$/cancel","params":{"id":1}}""");
    }

    [Fact]
    public async Task Cancel_OfRunningRequest_AnswersCancelled()
    {
        await using var peer = new RawPeer();
        peer.Peer.OnRequest(
            "wait",
            TestJson.Default.Number,
            TestJson.Default.Number,
            async (n, ct) =>
            {
                await Task.Delay(Timeout.Infinite, ct);
                return n;
            }
        );
        peer.Peer.Start();

        await peer.SendAsync("""{"jsonrpc":"2.0","id":"x","method":"wait","params":{"value":1}}""");
        await peer.SendAsync("""{"jsonrpc":"2.0","method":"$/cancel","params":{"id":"unknown"}}""");
        await peer.SendAsync("""{"jsonrpc":"2.0","method":"$/cancel","params":{"id":"x"}}""");

        (await peer.ReceiveAsync()).ShouldStartWith("""{"jsonrpc":"2.0","id":"x","error":{"code":-32800,""");
    }

    [Fact]
    public async Task RequestAsync_TokenCancelledBefore_SendsNothing()
    {
        await using var pair = new PeerPair();
        RequestTests.OnDouble(pair.Right);
        pair.Start();

        await Should.ThrowAsync<OperationCanceledException>(() =>
            RequestTests.AskAsync(pair.Left, "double", 1, new CancellationToken(canceled: true))
        );

        (await RequestTests.AskAsync(pair.Left, "double", 1)).ShouldBe(2);
    }
}
