using System.Text.Json;

namespace Speckit.Protocol.Tests.JsonRpc;

public class RequestTests
{
    [Fact]
    public async Task RequestAsync_HandlerAnswers_GivesResult()
    {
        await using var pair = new PeerPair();
        OnDouble(pair.Right);
        pair.Start();

        (await AskAsync(pair.Left, "double", 21)).ShouldBe(42);
    }

    [Fact]
    public async Task RequestAsync_BothWaysAtOnce_GivesEachItsOwnResult()
    {
        await using var pair = new PeerPair();
        OnDouble(pair.Right);
        OnDouble(pair.Left);
        pair.Start();

        var requests = Enumerable
            .Range(0, 500)
            .SelectMany(i => new[] { AskAsync(pair.Left, "double", i), AskAsync(pair.Right, "double", i) });
        var results = await Task.WhenAll(requests).WaitAsync(Limits.Wait);

        results.ShouldBe(Enumerable.Range(0, 500).SelectMany(i => new[] { i * 2, i * 2 }));
    }

    [Fact]
    public async Task RequestAsync_HandlerAsksBackWhileItRuns_GivesResult()
    {
        await using var pair = new PeerPair();
        OnDouble(pair.Left);
        pair.Right.OnRequest(
            "quadruple",
            TestJson.Default.Number,
            TestJson.Default.Number,
            async (n, ct) => new Number(await AskAsync(pair.Right, "double", n.Value, ct) * 2)
        );
        pair.Start();

        (await AskAsync(pair.Left, "quadruple", 5)).ShouldBe(20);
    }

    [Fact]
    public async Task RequestAsync_UnknownMethod_FailsWithMethodNotFound()
    {
        await using var pair = new PeerPair().Start();

        var error = await Should.ThrowAsync<RpcErrorException>(() => AskAsync(pair.Left, "nothing", 1));

        error.Code.ShouldBe(RpcErrorCodes.MethodNotFound);
        error.Message.ShouldContain("nothing");
    }

    [Fact]
    public async Task RequestAsync_ParametersDoNotFit_FailsWithInvalidParams()
    {
        await using var peer = new RawPeer();
        OnDouble(peer.Peer);
        peer.Peer.Start();

        await peer.SendAsync("""{"jsonrpc":"2.0","id":"a","method":"double","params":{"value":"x"}}""");
        (await peer.ReceiveAsync()).ShouldStartWith("""{"jsonrpc":"2.0","id":"a","error":{"code":-32602,""");
        await peer.SendAsync("""{"jsonrpc":"2.0","id":"b","method":"double"}""");
        (await peer.ReceiveAsync()).ShouldStartWith("""{"jsonrpc":"2.0","id":"b","error":{"code":-32602,""");
        await peer.SendAsync("""{"jsonrpc":"2.0","id":"c","method":"double","params":[1]}""");
        (await peer.ReceiveAsync()).ShouldStartWith("""{"jsonrpc":"2.0","id":"c","error":{"code":-32602,""");
        await peer.SendAsync("""{"jsonrpc":"2.0","id":4,"method":"double","params":{"value":3}}""");
        (await peer.ReceiveAsync()).ShouldBe("""{"jsonrpc":"2.0","id":4,"result":{"value":6}}""");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RequestAsync_HandlerThrows_FailsWithInternalErrorWithoutStackTrace(bool expose)
    {
        var failures = new List<string>();
        await using var pair = new PeerPair(
            right: new()
            {
                ExposeExceptionMessages = expose,
                HandlerFailed = (m, e) => failures.Add($"{m}: {e.Message}"),
            }
        );
        pair.Right.OnRequest<Number, Number>(
            "fail",
            TestJson.Default.Number,
            TestJson.Default.Number,
            (_, _) => throw new InvalidOperationException("the secret reason")
        );
        pair.Start();

        var error = await Should.ThrowAsync<RpcErrorException>(() => AskAsync(pair.Left, "fail", 1));

        error.Code.ShouldBe(RpcErrorCodes.InternalError);
        error.Message.Contains("the secret reason", StringComparison.Ordinal).ShouldBe(expose);
        error.Message.ShouldNotContain(" at ");
        failures.ShouldBe(["fail: the secret reason"]);
    }

    [Fact]
    public async Task RequestAsync_HandlerThrowsRpcError_GivesCodeMessageAndData()
    {
        await using var pair = new PeerPair();
        var data = JsonSerializer.SerializeToElement(new Number(7), TestJson.Default.Number);
        pair.Right.OnRequest<Number, Number>(
            "refuse",
            TestJson.Default.Number,
            TestJson.Default.Number,
            (_, _) => throw new RpcErrorException(RpcErrorCodes.CapabilityDenied, "no \"ö\"\n", data)
        );
        pair.Start();

        var error = await Should.ThrowAsync<RpcErrorException>(() => AskAsync(pair.Left, "refuse", 1));

        error.Code.ShouldBe(RpcErrorCodes.CapabilityDenied);
        error.Message.ShouldBe("no \"ö\"\n");
        error.ErrorData!.Value.GetProperty("value").GetInt32().ShouldBe(7);
    }

    [Fact]
    public async Task OnRequest_Fallback_GetsMethodsWithoutHandler()
    {
        await using var pair = new PeerPair();
        OnDouble(pair.Right);
        pair.Right.OnRequest((method, parameters, _) => Task.FromResult(method == "echo" ? parameters : null));
        pair.Start();

        (await AskAsync(pair.Left, "double", 4)).ShouldBe(8);
        (await AskAsync(pair.Left, "echo", 5)).ShouldBe(5);
        var nothing = await pair.Left.RequestAsync(
            "other",
            new Number(1),
            TestJson.Default.Number,
            TestJson.Default.Number,
            CancellationToken.None
        );
        nothing.ShouldBeNull();
    }

    [Fact]
    public async Task RequestAsync_ResultOfAnotherForm_FailsThatRequestOnly()
    {
        await using var pair = new PeerPair();
        pair.Right.OnRequest(
            "odd",
            TestJson.Default.Number,
            TestJson.Default.String,
            (_, _) => Task.FromResult("text")
        );
        OnDouble(pair.Right);
        pair.Start();

        await Should.ThrowAsync<ProtocolException>(() => AskAsync(pair.Left, "odd", 1));

        (await AskAsync(pair.Left, "double", 1)).ShouldBe(2);
    }

    [Fact]
    public async Task RequestAsync_MoreThanRunAtOnce_RunsThemAll()
    {
        var running = 0;
        var most = 0;
        await using var pair = new PeerPair(right: new() { MaxConcurrentRequests = 3 });
        pair.Right.OnRequest(
            "slow",
            TestJson.Default.Number,
            TestJson.Default.Number,
            async (n, ct) =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await Task.Delay(5, ct);
                Interlocked.Decrement(ref running);
                return n;
            }
        );
        pair.Start();

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => AskAsync(pair.Left, "slow", i)));

        results.ShouldBe(Enumerable.Range(0, 40));
        most.ShouldBe(3);
    }

    [Fact]
    public async Task RequestAsync_MoreThanMayWait_AreAnsweredBusy()
    {
        var release = new TaskCompletionSource();
        await using var pair = new PeerPair(right: new() { MaxConcurrentRequests = 1, MaxQueuedRequests = 1 });
        pair.Right.OnRequest(
            "wait",
            TestJson.Default.Number,
            TestJson.Default.Number,
            async (n, _) =>
            {
                await release.Task;
                return n;
            }
        );
        pair.Start();

        var first = AskAsync(pair.Left, "wait", 1);
        var second = AskAsync(pair.Left, "wait", 2);
        var error = await Should.ThrowAsync<RpcErrorException>(() => AskAsync(pair.Left, "wait", 3));
        release.SetResult();

        error.Code.ShouldBe(RpcErrorCodes.Busy);
        (await Task.WhenAll(first, second)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task RequestAsync_AnswerTooLong_FailsWithTooLarge()
    {
        await using var pair = new PeerPair(right: new() { MaxLineBytes = 4096 });
        pair.Right.OnRequest(
            "long",
            TestJson.Default.Number,
            TestJson.Default.String,
            (n, _) => Task.FromResult(new string('x', n.Value))
        );
        pair.Start();

        var error = await Should.ThrowAsync<RpcErrorException>(() => AskTextAsync(pair.Left, "long", 100_000));

        error.Code.ShouldBe(RpcErrorCodes.TooLarge);
        (await AskTextAsync(pair.Left, "long", 10)).Length.ShouldBe(10);
    }

    [Fact]
    public async Task RequestAsync_RequestTooLong_ThrowsAndSendsNothing()
    {
        await using var pair = new PeerPair(left: new() { MaxLineBytes = 256 });
        pair.Right.OnRequest((_, parameters, _) => Task.FromResult(parameters));
        pair.Start();

        await Should.ThrowAsync<MessageTooLargeException>(() =>
            pair.Left.RequestAsync(
                "echo",
                new string('x', 10_000),
                TestJson.Default.String,
                TestJson.Default.String,
                CancellationToken.None
            )
        );

        (await AskAsync(pair.Left, "echo", 3)).ShouldBe(3);
    }

    [Fact]
    public async Task RequestAsync_LinesOfManySizes_ArriveWhole()
    {
        await using var pair = new PeerPair();
        pair.Right.OnRequest((_, parameters, _) => Task.FromResult(parameters));
        pair.Start();

        foreach (var size in new[] { 0, 1, 4000, 16_300, 16_384, 70_000, 3_000_000, 10 })
        {
            var text = string.Create(size, size, static (span, seed) => FillText(span, seed));
            var echoed = await pair.Left.RequestAsync(
                "echo",
                text,
                TestJson.Default.String,
                TestJson.Default.String,
                CancellationToken.None
            );
            echoed.ShouldBe(text);
        }
    }

    [Fact]
    public async Task OnRequest_AfterStart_Throws()
    {
        await using var pair = new PeerPair().Start();

        Should.Throw<InvalidOperationException>(() => OnDouble(pair.Left));
        Should.Throw<InvalidOperationException>(() => pair.Left.OnRequest((_, p, _) => Task.FromResult(p)));
        Should.Throw<InvalidOperationException>(pair.Left.Start);
    }

    [Fact]
    public async Task OnRequest_SameMethodTwice_Throws()
    {
        await using var pair = new PeerPair();
        OnDouble(pair.Left);
        pair.Left.OnRequest((_, p, _) => Task.FromResult(p));

        Should.Throw<InvalidOperationException>(() => OnDouble(pair.Left));
        Should.Throw<InvalidOperationException>(() => pair.Left.OnRequest((_, p, _) => Task.FromResult(p)));
        Should.Throw<InvalidOperationException>(() =>
            pair.Left.OnNotification("$/cancel", TestJson.Default.Number, (_, _) => Task.CompletedTask)
        );
    }

    internal static void OnDouble(JsonRpcPeer peer) =>
        peer.OnRequest(
            "double",
            TestJson.Default.Number,
            TestJson.Default.Number,
            (n, _) => Task.FromResult(new Number(n.Value * 2))
        );

    internal static async Task<int> AskAsync(
        JsonRpcPeer peer,
        string method,
        int value,
        CancellationToken cancellationToken = default
    )
    {
        var answer = await peer.RequestAsync(
                method,
                new Number(value),
                TestJson.Default.Number,
                TestJson.Default.Number,
                cancellationToken
            )
            .WaitAsync(Limits.Wait, CancellationToken.None);
        return answer.Value;
    }

    private static Task<string> AskTextAsync(JsonRpcPeer peer, string method, int value) =>
        peer.RequestAsync(
                method,
                new Number(value),
                TestJson.Default.Number,
                TestJson.Default.String,
                CancellationToken.None
            )
            .WaitAsync(Limits.Wait);

    private static void FillText(Span<char> span, int seed)
    {
        const string Alphabet = "aZ09 \n\r\t\"\\ö漢\u2028";
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = Alphabet[(i + seed) % Alphabet.Length];
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value)
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
