using System.Text;

namespace Speckit.Protocol.Tests.JsonRpc;

public class HostileInputTests
{
    public static TheoryData<string> BadLines =>
        [
            "",
            " ",
            "x",
            "null",
            "1",
            "[]",
            "[{\"jsonrpc\":\"2.0\",\"method\":\"n\"}]",
            "{}",
            "{",
            "{\"jsonrpc\":\"2.0\"}",
            "{\"jsonrpc\":\"1.0\",\"method\":\"n\"}",
            "{\"method\":\"n\"}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"n\"} {}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"n\"}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"n\",}",
            "{\"jsonrpc\":\"2.0\",\"jsonrpc\":\"2.0\",\"method\":\"n\"}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"method\":\"m\"}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":{},\"params\":{}}",
            "{\"jsonrpc\":\"2.0\",\"method\":1}",
            "{\"jsonrpc\":\"2.0\",\"method\":null}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"\\ud800\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"n\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"n\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"n\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"n\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"n\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"n\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"n\",\"result\":1}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1}",
            "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":1}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1,\"error\":{\"code\":1,\"message\":\"m\"}}",
            "{\"jsonrpc\":\"2.0\",\"result\":1}",
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":1}",
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"m\"}}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":1}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{}}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":\"1\",\"message\":\"m\"}}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"\\ud800\"}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancel\"}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancel\",\"params\":[]}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancel\",\"params\":{\"id\":{}}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":" + new string('[', 100_000) + "}",
        ];

    [Theory]
    [MemberData(nameof(BadLines))]
    public async Task Completion_BadLine_FaultsAndFailsWhatWaits(string line)
    {
        await using var peer = new RawPeer();
        peer.Peer.OnNotification("n", TestJson.Default.Number, (_, _) => Task.CompletedTask);
        peer.Peer.Start();
        var pending = peer.Peer.RequestAsync(
            "never",
            new Number(1),
            TestJson.Default.Number,
            TestJson.Default.Number,
            CancellationToken.None
        );
        await peer.ReceiveAsync();
        var isAnswerToIt = line.StartsWith("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1}", StringComparison.Ordinal);

        await peer.SendAsync(isAnswerToIt ? "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":1}" : line);

        await Should.ThrowAsync<ProtocolException>(() => peer.Peer.Completion.WaitAsync(Limits.Wait));
        await Should.ThrowAsync<PeerEndedException>(() => pending.WaitAsync(Limits.Wait));
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    [InlineData(200, false)]
    [InlineData(100_000, false)]
    public async Task Completion_DeepNesting_IsReadUpToTheLimitThatTheErrorNames(int depth, bool isRead)
    {
        await using var peer = new RawPeer();
        RequestTests.OnDouble(peer.Peer);
        peer.Peer.Start();
        var deep = new string('[', depth) + new string(']', depth);

        await peer.SendAsync(
            $$$"""{"jsonrpc":"2.0","id":1,"more":{{{deep}}},"method":"double","params":{"value":2}}"""
        );

        if (isRead)
        {
            (await peer.ReceiveAsync()).ShouldContain("4");
            return;
        }

        var fault = await Should.ThrowAsync<ProtocolException>(() => peer.Peer.Completion.WaitAsync(Limits.Wait));
        fault.Message.ShouldContain("nested deeper than 64 levels");
    }

    [Fact]
    public async Task Completion_Malformed_IsNotTakenForDeep()
    {
        await using var peer = new RawPeer();
        peer.Peer.Start();

        await peer.SendAsync("{\"jsonrpc\":\"2.0\",\"params\":[[[}" + new string('[', 100));

        var fault = await Should.ThrowAsync<ProtocolException>(() => peer.Peer.Completion.WaitAsync(Limits.Wait));
        fault.Message.ShouldContain("not one JSON object");
    }

    [Fact]
    public async Task Completion_InvalidUtf8_Faults()
    {
        await using var peer = new RawPeer();
        peer.Peer.Start();

        await peer.SendAsync([.. "{\"jsonrpc\":\"2.0\",\"method\":\""u8, 0xC3, 0x28, .. "\"}\n"u8]);

        var fault = await Should.ThrowAsync<ProtocolException>(() => peer.Peer.Completion.WaitAsync(Limits.Wait));
        fault.Message.ShouldContain("UTF-8");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Completion_LineTooLong_FaultsWithoutReadingItAll(bool withLineFeed)
    {
        await using var peer = new RawPeer(new() { MaxLineBytes = 1000 });
        peer.Peer.Start();
        var line = new byte[1001 + (withLineFeed ? 1 : 0)];
        Array.Fill(line, (byte)' ');
        if (withLineFeed)
        {
            line[^1] = (byte)'\n';
        }

        await peer.SendAsync(line);

        var fault = await Should.ThrowAsync<ProtocolException>(() => peer.Peer.Completion.WaitAsync(Limits.Wait));
        fault.Message.ShouldContain("1000");
    }

    [Fact]
    public async Task Completion_LineAsLongAsAllowed_IsRead()
    {
        await using var peer = new RawPeer(new() { MaxLineBytes = 1000 });
        RequestTests.OnDouble(peer.Peer);
        peer.Peer.Start();
        const string Request = """{"jsonrpc":"2.0","id":1,"method":"double","params":{"value":2}}""";

        await peer.SendAsync(Request.PadRight(1000));

        (await peer.ReceiveAsync()).ShouldContain("4");
    }

    [Fact]
    public async Task Completion_HalfAMessage_Faults()
    {
        await using var peer = new RawPeer();
        peer.Peer.Start();

        await peer.SendAsync(Encoding.UTF8.GetBytes("{\"jsonrpc\":\"2.0\""));
        peer.Close();

        var fault = await Should.ThrowAsync<ProtocolException>(() => peer.Peer.Completion.WaitAsync(Limits.Wait));
        fault.Message.ShouldContain("inside a message");
    }

    [Fact]
    public async Task Completion_AnswerTwice_Faults()
    {
        await using var peer = new RawPeer();
        peer.Peer.Start();
        var request = RequestTests.AskAsync(peer.Peer, "m", 1);
        await peer.ReceiveAsync();

        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"result":{"value":1}}""");
        (await request).ShouldBe(1);
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"result":{"value":2}}""");

        await Should.ThrowAsync<ProtocolException>(() => peer.Peer.Completion.WaitAsync(Limits.Wait));
    }

    [Fact]
    public async Task Completion_SameIdWhileItRuns_Faults()
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

        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"wait","params":{"value":1}}""");
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"wait","params":{"value":1}}""");

        await Should.ThrowAsync<ProtocolException>(() => peer.Peer.Completion.WaitAsync(Limits.Wait));
    }

    [Fact]
    public async Task Completion_RandomLines_NeverHangsAndFaultsOnlyWithProtocolException()
    {
        const int Seed = 20260419;
        var random = new Random(Seed);
        byte[][] pieces =
        [
            "{"u8.ToArray(),
            "}"u8.ToArray(),
            "[]"u8.ToArray(),
            "\"jsonrpc\":\"2.0\""u8.ToArray(),
            ","u8.ToArray(),
            "\"method\":\"double\""u8.ToArray(),
            "\"id\":7"u8.ToArray(),
            "\"params\":{\"value\":1}"u8.ToArray(),
            "\"result\":null"u8.ToArray(),
            "\n"u8.ToArray(),
            "\"error\":{}"u8.ToArray(),
            [0xFF],
            "\\u0000"u8.ToArray(),
        ];
        for (var round = 0; round < 400; round++)
        {
            await using var peer = new RawPeer();
            RequestTests.OnDouble(peer.Peer);
            peer.Peer.Start();
            for (var i = random.Next(1, 30); i > 0; i--)
            {
                await peer.SendAsync(pieces[random.Next(pieces.Length)]);
            }

            peer.Close();
            var fault = await Record.ExceptionAsync(() => peer.Peer.Completion.WaitAsync(Limits.Wait));
            (fault is null or ProtocolException).ShouldBeTrue($"seed {Seed}, round {round}: {fault}");
        }
    }
}
