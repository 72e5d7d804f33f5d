using System.Collections.Concurrent;

namespace Speckit.Protocol.Tests.JsonRpc;

public class NotificationTests
{
    [Fact]
    public async Task NotifyAsync_Many_AreHandledInOrder()
    {
        var seen = new List<int>();
        var done = new TaskCompletionSource();
        await using var pair = new PeerPair();
        pair.Right.OnNotification(
            "n",
            TestJson.Default.Number,
            async (n, _) =>
            {
                if (n.Value % 7 == 0)
                {
                    await Task.Yield();
                }

                seen.Add(n.Value);
                if (n.Value == 999)
                {
                    done.SetResult();
                }
            }
        );
        pair.Start();

        for (var i = 0; i < 1000; i++)
        {
            await TellAsync(pair.Left, i);
        }

        await done.Task.WaitAsync(Limits.Wait);
        seen.ShouldBe(Enumerable.Range(0, 1000));
    }

    [Fact]
    public async Task RequestAsync_AnswerBehindNotifications_ComesWhenTheyAreHandled()
    {
        var seen = new ConcurrentQueue<int>();
        await using var pair = new PeerPair();
        pair.Left.OnNotification(
            "n",
            TestJson.Default.Number,
            async (n, _) =>
            {
                await Task.Delay(1, CancellationToken.None);
                seen.Enqueue(n.Value);
            }
        );
        pair.Right.OnRequest(
            "run",
            TestJson.Default.Number,
            TestJson.Default.Number,
            async (n, _) =>
            {
                for (var i = 0; i < n.Value; i++)
                {
                    await TellAsync(pair.Right, i);
                }

                return n;
            }
        );
        pair.Start();

        await RequestTests.AskAsync(pair.Left, "run", 50);

        seen.Count.ShouldBe(50);
    }

    [Fact]
    public async Task OnNotification_HandlerThrows_IsReportedAndTheNextOneHandled()
    {
        var failures = new ConcurrentQueue<string>();
        var done = new TaskCompletionSource<int>();
        await using var pair = new PeerPair(right: new() { HandlerFailed = (m, e) => failures.Enqueue(e.Message) });
        pair.Right.OnNotification(
            "n",
            TestJson.Default.Number,
            (n, _) =>
            {
                if (n.Value == 1)
                {
                    throw new InvalidOperationException("first");
                }

                done.SetResult(n.Value);
                return Task.CompletedTask;
            }
        );
        pair.Start();

        await TellAsync(pair.Left, 1);
        await TellAsync(pair.Left, 2);

        (await done.Task.WaitAsync(Limits.Wait)).ShouldBe(2);
        failures.ShouldBe(["first"]);
    }

    [Fact]
    public async Task OnNotification_ParametersDoNotFit_IsReportedAndDropped()
    {
        var failures = new ConcurrentQueue<string>();
        await using var peer = new RawPeer(new() { HandlerFailed = (m, _) => failures.Enqueue(m) });
        peer.Peer.OnNotification("n", TestJson.Default.Number, (_, _) => Task.CompletedTask);
        RequestTests.OnDouble(peer.Peer);
        peer.Peer.Start();

        await peer.SendAsync("""{"jsonrpc":"2.0","method":"n","params":{"value":"?"}}""");
        await peer.SendAsync("""{"jsonrpc":"2.0","method":"unknown"}""");
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"double","params":{"value":1}}""");

        (await peer.ReceiveAsync()).ShouldContain("\"result\"");
        failures.ShouldBe(["n"]);
    }

    [Fact]
    public async Task OnNotification_HandlerAsksTheOtherSide_Throws()
    {
        var outcome = new TaskCompletionSource<Exception?>();
        await using var pair = new PeerPair();
        pair.Right.OnNotification(
            "n",
            TestJson.Default.Number,
            async (_, _) =>
                outcome.SetResult(await Record.ExceptionAsync(() => RequestTests.AskAsync(pair.Right, "x", 1)))
        );
        pair.Start();

        await TellAsync(pair.Left, 1);

        (await outcome.Task.WaitAsync(Limits.Wait)).ShouldBeOfType<InvalidOperationException>();
    }

    [Fact]
    public async Task NotificationMethod_AskedAsRequest_AnswersNull()
    {
        await using var peer = new RawPeer();
        peer.Peer.OnNotification("n", TestJson.Default.Number, (_, _) => Task.CompletedTask);
        peer.Peer.Start();

        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"n","params":{"value":1}}""");

        (await peer.ReceiveAsync()).ShouldBe("""{"jsonrpc":"2.0","id":1,"result":null}""");
    }

    [Fact]
    public async Task RequestMethod_ToldAsNotification_RunsWithoutAnswer()
    {
        var told = new TaskCompletionSource<int>();
        await using var peer = new RawPeer();
        peer.Peer.OnRequest(
            "r",
            TestJson.Default.Number,
            TestJson.Default.Number,
            (n, _) =>
            {
                told.TrySetResult(n.Value);
                return Task.FromResult(n);
            }
        );
        peer.Peer.Start();

        await peer.SendAsync("""{"jsonrpc":"2.0","method":"r","params":{"value":8}}""");
        (await told.Task.WaitAsync(Limits.Wait)).ShouldBe(8);
        await peer.SendAsync("""{"jsonrpc":"2.0","id":9,"method":"r","params":{"value":9}}""");

        (await peer.ReceiveAsync()).ShouldStartWith("""{"jsonrpc":"2.0","id":9""");
    }

    [Fact]
    public async Task NotifyAsync_MoreBytesThanMayWait_AllArriveWithoutLoss()
    {
        var sum = 0L;
        await using var pair = new PeerPair(right: new() { MaxPendingBytes = 200 });
        pair.Right.OnNotification(
            "n",
            TestJson.Default.Number,
            async (n, _) =>
            {
                await Task.Yield();
                sum += n.Value;
            }
        );
        pair.Start();

        for (var i = 1; i <= 2000; i++)
        {
            await TellAsync(pair.Left, i);
        }

        pair.CloseLeftOutput();
        await pair.Right.Completion.WaitAsync(Limits.Wait);
        sum.ShouldBe(2000L * 2001 / 2);
    }

    private static Task TellAsync(JsonRpcPeer peer, int value) =>
        peer.NotifyAsync("n", new Number(value), TestJson.Default.Number, CancellationToken.None);
}
