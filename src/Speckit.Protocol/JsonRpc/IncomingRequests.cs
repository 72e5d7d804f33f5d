using System.Collections.Concurrent;
using System.Text.Json;

namespace Speckit.Protocol;

/// <summary>Runs the requests of the other side: concurrently, bounded in number and bytes, each cancellable by its id.</summary>
internal sealed class IncomingRequests : IDisposable
{
    private readonly ConcurrentDictionary<RequestId, CancellationTokenSource> _running = new();
    private readonly SemaphoreSlim _slots;
    private readonly JsonRpcPeerOptions _options;
    private readonly LineWriter _writer;
    private readonly CancellationToken _lifetime;
    private long _pendingBytes;

    public IncomingRequests(JsonRpcPeerOptions options, LineWriter writer, CancellationToken lifetime)
    {
        _options = options;
        _writer = writer;
        _lifetime = lifetime;
        _slots = new SemaphoreSlim(options.MaxConcurrentRequests);
    }

    /// <summary>
    /// Starts a request, or answers that it cannot be. Such answers are waited for: who does not read them is not read either.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="method">Its method.</param>
    /// <param name="handler">The method's handler; null when there is none.</param>
    /// <param name="parameters">The bytes of its parameters.</param>
    /// <exception cref="ProtocolException">A request with that id is running.</exception>
    public ValueTask StartAsync(RequestId id, string method, MethodHandler? handler, ReadOnlySpan<byte> parameters)
    {
        if (_running.ContainsKey(id))
        {
            throw new ProtocolException("A request has the id of one that is not answered yet.");
        }

        var bytes = parameters.Length;
        if (
            _running.Count >= _options.MaxConcurrentRequests + _options.MaxQueuedRequests
            || Interlocked.Read(ref _pendingBytes) + bytes > Math.Max(_options.MaxPendingBytes, _options.MaxLineBytes)
        )
        {
            return RefuseAsync(id, RpcErrorCodes.Busy, "Too many requests wait already.");
        }

        if (handler is null)
        {
            return RefuseAsync(id, RpcErrorCodes.MethodNotFound, $"There is no method '{method}'.");
        }

        IncomingCall call;
        try
        {
            call = handler.Bind(method, parameters);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            return RefuseAsync(
                id,
                RpcErrorCodes.InvalidParams,
                $"The parameters of '{method}' do not fit: {e.Message}"
            );
        }

        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(_lifetime);
        _running[id] = cancellation;
        Interlocked.Add(ref _pendingBytes, bytes);
        _ = Task.Run(() => RunAsync(id, method, call, bytes, cancellation), CancellationToken.None);
        return default;
    }

    /// <summary>Cancels a request; one that is answered already is left alone.</summary>
    public void Cancel(RequestId id)
    {
        if (_running.TryGetValue(id, out var cancellation))
        {
            // Callbacks run elsewhere: the read loop must not wait for them.
            _ = CancelAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private static async Task CancelAsync(CancellationTokenSource cancellation)
    {
        try
        {
            await cancellation.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The request was answered in the meantime.
        }
    }

    private async Task RunAsync(
        RequestId id,
        string method,
        IncomingCall call,
        int bytes,
        CancellationTokenSource cancellation
    )
    {
        try
        {
            var failure = await InvokeAsync(method, call, cancellation.Token);

            // Before the answer leaves: once it is there, the other side may use the id again.
            _running.TryRemove(id, out _);
            await AnswerAsync(id, call, failure);
        }
        finally
        {
            Interlocked.Add(ref _pendingBytes, -bytes);
            cancellation.Dispose();
        }
    }

    private async Task<RpcErrorException?> InvokeAsync(string method, IncomingCall call, CancellationToken cancelled)
    {
        try
        {
            await _slots.WaitAsync(cancelled);
            try
            {
                await call.InvokeAsync(cancelled);
                return null;
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (RpcErrorException e)
        {
            return e;
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            return new RpcErrorException(RpcErrorCodes.Cancelled, $"'{method}' was cancelled.");
        }
        catch (Exception e)
        {
            return Internal(method, e);
        }
    }

    private RpcErrorException Internal(string method, Exception e)
    {
        _options.HandlerFailed?.Invoke(method, e);
        var reason = _options.ExposeExceptionMessages ? $": {e.Message}" : ".";
        return new RpcErrorException(RpcErrorCodes.InternalError, $"'{method}' failed{reason}");
    }

    private ValueTask RefuseAsync(RequestId id, int code, string message) =>
        new(AnswerAsync(id, null, new RpcErrorException(code, message)));

    private async Task AnswerAsync(RequestId id, IncomingCall? call, RpcErrorException? failure)
    {
        try
        {
            using var answer = Write(id, call, failure, out var line);
            await _writer.WriteAsync(line, _lifetime);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody is there to read the answer; the read loop sees the same end and reports it.
        }
    }

    private MessageBuffer Write(
        RequestId id,
        IncomingCall? call,
        RpcErrorException? failure,
        out ReadOnlyMemory<byte> line
    )
    {
        var buffer = new MessageBuffer(_options.MaxLineBytes);
        try
        {
            buffer.Begin();
            id.WriteTo(buffer.Json);
            if (failure is null)
            {
                buffer.Json.WritePropertyName("result"u8);
                call!.WriteResult(buffer.Json);
            }
            else
            {
                WriteError(buffer.Json, failure);
            }

            line = buffer.Finish();
            return buffer;
        }
        catch (MessageTooLargeException e)
        {
            buffer.Dispose();
            var error = new RpcErrorException(RpcErrorCodes.TooLarge, e.Message);
            return Write(id, null, error, out line);
        }
        catch (Exception e) when (failure is null)
        {
            buffer.Dispose();
            return Write(id, null, Internal("the answer", e), out line);
        }
    }

    private static void WriteError(Utf8JsonWriter writer, RpcErrorException failure)
    {
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, failure.Code);
        writer.WriteString("message"u8, failure.Message);
        if (failure.ErrorData is { ValueKind: not JsonValueKind.Undefined } data)
        {
            writer.WritePropertyName("data"u8);
            data.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
