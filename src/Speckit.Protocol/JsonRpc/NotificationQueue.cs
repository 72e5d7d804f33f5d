using System.Threading.Channels;

namespace Speckit.Protocol;

/// <summary>
/// Handles notifications one after the other, in the order they came. Answers to this side's own requests wait for the
/// notifications before them, so that a command's output is complete when its result is there.
/// </summary>
internal sealed class NotificationQueue : IDisposable
{
    private readonly Channel<Item> _items = Channel.CreateUnbounded<Item>(
        new() { SingleReader = true, SingleWriter = true }
    );
    private readonly SemaphoreSlim _room = new(0);
    private readonly AsyncLocal<bool> _insideHandler = new();
    private readonly JsonRpcPeerOptions _options;
    private long _queuedBytes;
    private int _queuedItems;
    private int _waitingForRoom;

    public NotificationQueue(JsonRpcPeerOptions options) => _options = options;

    /// <summary>Whether the caller runs inside a notification handler: it must not wait for the other side.</summary>
    public bool IsInsideHandler => _insideHandler.Value;

    /// <summary>Puts a notification at the end; waits while too many bytes are queued.</summary>
    public async ValueTask AddAsync(string method, IncomingCall call, int bytes, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _queuedItems);
        _items.Writer.TryWrite(new Item(method, call, null, bytes));
        if (Interlocked.Add(ref _queuedBytes, bytes) > _options.MaxPendingBytes)
        {
            await WaitForRoomAsync(cancellationToken);
        }
    }

    /// <summary>Delivers an answer after the notifications that came before it.</summary>
    public void Deliver(OutgoingRequest request)
    {
        if (Volatile.Read(ref _queuedItems) == 0)
        {
            request.Deliver();
            return;
        }

        Interlocked.Increment(ref _queuedItems);
        _items.Writer.TryWrite(new Item(request.Method, null, request, 0));
    }

    /// <summary>No more will come.</summary>
    public void Complete() => _items.Writer.TryComplete();

    /// <summary>Handles everything until <see cref="Complete"/>.</summary>
    public async Task RunAsync(CancellationToken lifetime)
    {
        await foreach (var item in _items.Reader.ReadAllAsync(CancellationToken.None))
        {
            await HandleAsync(item, lifetime);
            Interlocked.Decrement(ref _queuedItems);
            var left = Interlocked.Add(ref _queuedBytes, -item.Bytes);
            if (left <= _options.MaxPendingBytes && Interlocked.Exchange(ref _waitingForRoom, 0) == 1)
            {
                _room.Release();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();

    private async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _waitingForRoom, 1);
        var roomAlready = Interlocked.Read(ref _queuedBytes) <= _options.MaxPendingBytes;
        if (roomAlready && Interlocked.Exchange(ref _waitingForRoom, 0) == 1)
        {
            return;
        }

        await _room.WaitAsync(cancellationToken);
    }

    private async Task HandleAsync(Item item, CancellationToken lifetime)
    {
        if (item.Answer is not null)
        {
            item.Answer.Deliver();
            return;
        }

        if (lifetime.IsCancellationRequested)
        {
            return;
        }

        _insideHandler.Value = true;
        try
        {
            await item.Call!.InvokeAsync(lifetime);
        }
        catch (OperationCanceledException) when (lifetime.IsCancellationRequested)
        {
            // The connection has ended: nobody waits for it any more.
        }
        catch (Exception e)
        {
            _options.HandlerFailed?.Invoke(item.Method, e);
        }
        finally
        {
            _insideHandler.Value = false;
        }
    }

    private readonly record struct Item(string Method, IncomingCall? Call, OutgoingRequest? Answer, int Bytes);
}
