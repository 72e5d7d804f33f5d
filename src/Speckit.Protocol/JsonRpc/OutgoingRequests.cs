using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Speckit.Protocol;

/// <summary>A request of this side that waits for its answer.</summary>
internal abstract class OutgoingRequest(string method)
{
    public string Method => method;

    /// <summary>Reads the result while its bytes are there; <see cref="Deliver"/> hands it over.</summary>
    public abstract void Read(ReadOnlySpan<byte> result);

    public abstract void ReadError(Exception error);

    public abstract void Deliver();
}

/// <summary>A request whose result is of a known type.</summary>
internal sealed class OutgoingRequest<TResult>(string method, JsonTypeInfo<TResult> resultType)
    : OutgoingRequest(method)
{
    private readonly TaskCompletionSource<TResult> _completion = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private TResult? _result;
    private Exception? _error;

    public Task<TResult> Task => _completion.Task;

    public override void Read(ReadOnlySpan<byte> result)
    {
        try
        {
            _result = JsonSerializer.Deserialize(result, resultType);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            _error = new ProtocolException($"The answer to '{Method}' is not of the agreed form: {e.Message}", e);
        }
    }

    public override void ReadError(Exception error) => _error = error;

    public override void Deliver()
    {
        if (_error is not null)
        {
            _completion.TrySetException(_error);
        }
        else
        {
            _completion.TrySetResult(_result!);
        }
    }
}

/// <summary>The requests of this side that are not answered yet.</summary>
internal sealed class OutgoingRequests
{
    private readonly ConcurrentDictionary<long, OutgoingRequest> _pending = new();

    // Cancelled requests whose late answer is expected and dropped; grows only with cancellations of this side.
    private readonly ConcurrentDictionary<long, byte> _abandoned = new();
    private Exception? _ended;
    private long _lastId;

    /// <summary>Takes a request in and gives it its id.</summary>
    /// <exception cref="PeerEndedException">The connection has ended.</exception>
    public long Add(OutgoingRequest request)
    {
        var id = Interlocked.Increment(ref _lastId);
        _pending[id] = request;

        // After the insertion: either this or FailAll sees the other.
        if (Volatile.Read(ref _ended) is { } ended)
        {
            _pending.TryRemove(id, out _);
            throw Ended(request.Method, ended);
        }

        return id;
    }

    /// <summary>Forgets a request that could not be sent.</summary>
    public void Remove(long id) => _pending.TryRemove(id, out _);

    /// <summary>Gives a request up after it was sent. False when it was answered already.</summary>
    public bool Abandon(long id)
    {
        _abandoned[id] = 0;
        if (_pending.TryRemove(id, out _))
        {
            return true;
        }

        _abandoned.TryRemove(id, out _);
        return false;
    }

    /// <summary>The request that an answer belongs to; null when it was given up.</summary>
    /// <exception cref="ProtocolException">It was never made, or is answered already.</exception>
    public OutgoingRequest? Take(RequestId id)
    {
        if (id.Text is null && _pending.TryRemove(id.Number, out var request))
        {
            return request;
        }

        return id.Text is null && _abandoned.TryRemove(id.Number, out _)
            ? null
            : throw new ProtocolException("An answer came to a request that was never made or is answered already.");
    }

    /// <summary>Fails everything that waits, and everything that comes later.</summary>
    public void FailAll(Exception? cause)
    {
        var ended = cause ?? new EndOfStreamException("The other side closed the connection.");
        if (Interlocked.CompareExchange(ref _ended, ended, null) is not null)
        {
            return;
        }

        foreach (var id in _pending.Keys)
        {
            if (_pending.TryRemove(id, out var request))
            {
                request.ReadError(Ended(request.Method, ended));
                request.Deliver();
            }
        }
    }

    private static PeerEndedException Ended(string method, Exception cause) =>
        new($"The connection ended before '{method}' was answered: {cause.Message}", cause);
}
