using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Serialization;

namespace Speckit.Protocol.Tests.JsonRpc;

/// <summary>Two peers over pipes in memory.</summary>
internal sealed class PeerPair : IAsyncDisposable
{
    private readonly Pipe _toRight = new();
    private readonly Pipe _toLeft = new();

    public PeerPair(JsonRpcPeerOptions? left = null, JsonRpcPeerOptions? right = null)
    {
        Left = new JsonRpcPeer(_toLeft.Reader.AsStream(), _toRight.Writer.AsStream(), left);
        Right = new JsonRpcPeer(_toRight.Reader.AsStream(), _toLeft.Writer.AsStream(), right);
    }

    public JsonRpcPeer Left { get; }

    public JsonRpcPeer Right { get; }

    public PeerPair Start()
    {
        Left.Start();
        Right.Start();
        return this;
    }

    public void CloseLeftOutput() => _toRight.Writer.Complete();

    public async ValueTask DisposeAsync()
    {
        await Left.DisposeAsync();
        await Right.DisposeAsync();
        await _toRight.Writer.CompleteAsync();
        await _toLeft.Writer.CompleteAsync();
    }
}

/// <summary>One peer, and the raw lines of its other side.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly Pipe _toPeer = new();
    private readonly Pipe _fromPeer = new();
    private readonly StreamReader _reader;

    public RawPeer(JsonRpcPeerOptions? options = null)
    {
        Peer = new JsonRpcPeer(_toPeer.Reader.AsStream(), _fromPeer.Writer.AsStream(), options);
        _reader = new StreamReader(_fromPeer.Reader.AsStream(), Encoding.UTF8);
    }

    public JsonRpcPeer Peer { get; }

    public Task SendAsync(string line) => SendAsync(Encoding.UTF8.GetBytes(line + "\n"));

    public async Task SendAsync(byte[] bytes) => await _toPeer.Writer.WriteAsync(bytes);

    public void Close() => _toPeer.Writer.Complete();

    public async Task<string> ReceiveAsync() =>
        await _reader.ReadLineAsync().WaitAsync(Limits.Wait) ?? throw new EndOfStreamException();

    public async ValueTask DisposeAsync()
    {
        await Peer.DisposeAsync();
        await _toPeer.Writer.CompleteAsync();
        await _fromPeer.Writer.CompleteAsync();
        _reader.Dispose();
    }
}

internal static class Limits
{
    /// <summary>How long a test waits for what must come.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
}

internal sealed record Number(int Value);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(Number))]
[JsonSerializable(typeof(string))]
internal sealed partial class TestJson : JsonSerializerContext;
