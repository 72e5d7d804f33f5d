using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Speckit.Protocol;

/// <summary>
/// One side of a JSON-RPC 2.0 connection: one JSON object a line, UTF-8, requests and notifications both ways.
/// The streams stay the caller's; disposing the peer does not close them.
/// </summary>
public sealed class JsonRpcPeer : IAsyncDisposable
{
    private const string CancelMethod = "$/cancel";

    private readonly Stream _input;
    private readonly JsonRpcPeerOptions _options;
    private readonly Dictionary<string, MethodHandler> _requests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MethodHandler> _notifications = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _lifetime = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OutgoingRequests _outgoing = new();

    // Semaphores without a wait handle own nothing of the system, and handlers that outlive DisposeAsync still release them.
#pragma warning disable IDISP002 // Dispose member
    private readonly LineWriter _writer;
    private readonly IncomingRequests _incoming;
#pragma warning restore IDISP002
    private readonly NotificationQueue _queue;
    private MethodHandler? _fallback;
    private int _started;
    private int _disposed;

    /// <summary>A peer that reads and writes those streams once <see cref="Start"/> was called.</summary>
    public JsonRpcPeer(Stream input, Stream output, JsonRpcPeerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        _input = input;
        _options = options ?? new JsonRpcPeerOptions();
        _writer = new LineWriter(output, _lifetime.Token);
        _incoming = new IncomingRequests(_options, _writer, _lifetime.Token);
        _queue = new NotificationQueue(_options);
    }

    /// <summary>
    /// Ends when the input ends and the notifications before its end are handled, or when the peer is disposed. Faults with
    /// <see cref="ProtocolException"/> for a malformed or too long line, half a message, or an answer to a request that was
    /// never made; with <see cref="IOException"/> when reading fails.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <summary>Answers a method. Requests run concurrently.</summary>
    /// <exception cref="InvalidOperationException">The peer has started, or the method has a handler.</exception>
    public void OnRequest<TParams, TResult>(
        string method,
        JsonTypeInfo<TParams> parameterType,
        JsonTypeInfo<TResult> resultType,
        Func<TParams, CancellationToken, Task<TResult>> handler
    ) => Register(_requests, method, new TypedRequestHandler<TParams, TResult>(parameterType, resultType, handler));

    /// <summary>Answers every method that has no handler of its own; null answers null.</summary>
    /// <exception cref="InvalidOperationException">The peer has started, or there is such a handler.</exception>
    public void OnRequest(Func<string, JsonElement?, CancellationToken, Task<JsonElement?>> fallback)
    {
        EnsureNotStarted();
        _fallback = _fallback is null
            ? new FallbackHandler(fallback)
            : throw new InvalidOperationException("There is a handler for all other methods already.");
    }

    /// <summary>
    /// Handles a notification; notifications are handled one after the other. A handler must not wait for the other side:
    /// <see cref="RequestAsync"/> throws inside it. A method known only as a notification answers a request with null, and
    /// a method known only as a request is run for a notification and its answer dropped (JSON-RPC 2.0 §4.1).
    /// </summary>
    /// <exception cref="InvalidOperationException">The peer has started, or the method has a handler.</exception>
    public void OnNotification<TParams>(
        string method,
        JsonTypeInfo<TParams> parameterType,
        Func<TParams, CancellationToken, Task> handler
    ) => Register(_notifications, method, new TypedNotificationHandler<TParams>(parameterType, handler));

    /// <summary>Begins to read.</summary>
    /// <exception cref="InvalidOperationException">It has begun.</exception>
    public void Start()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("The peer has started already.");
        }

        if (_options.DedicatedReaderThread)
        {
            var thread = new Thread(() => _ = RunAsync()) { IsBackground = true, Name = "JSON-RPC reader" };
            thread.Start();
        }
        else
        {
            _ = Task.Run(RunAsync);
        }
    }

    /// <summary>Asks the other side and waits for its answer.</summary>
    /// <param name="cancellationToken">Gives the request up at once and tells the other side (<c>$/cancel</c>).</param>
    /// <exception cref="RpcErrorException">The answer is an error.</exception>
    /// <exception cref="ProtocolException">The answer is not of the agreed form.</exception>
    /// <exception cref="PeerEndedException">The connection ended before the answer.</exception>
    /// <exception cref="MessageTooLargeException">The request is longer than a line may be.</exception>
    /// <exception cref="InvalidOperationException">Called inside a notification handler.</exception>
    public async Task<TResult> RequestAsync<TParams, TResult>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> parameterType,
        JsonTypeInfo<TResult> resultType,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_queue.IsInsideHandler)
        {
            throw new InvalidOperationException("A notification handler must not wait for the other side's answers.");
        }

        var request = new OutgoingRequest<TResult>(method, resultType);
        var id = _outgoing.Add(request);
        try
        {
            await SendAsync(method, id, parameters, parameterType, cancellationToken);
        }
        catch
        {
            _outgoing.Remove(id);
            throw;
        }

        if (!cancellationToken.CanBeCanceled)
        {
            return await request.Task;
        }

        try
        {
            return await request.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && _outgoing.Abandon(id))
        {
            await SendCancelAsync(id);
            throw;
        }
    }

    /// <summary>Tells the other side without waiting for an answer; done when the line is written.</summary>
    /// <exception cref="PeerEndedException">The connection has ended.</exception>
    /// <exception cref="MessageTooLargeException">The notification is longer than a line may be.</exception>
    public Task NotifyAsync<TParams>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> parameterType,
        CancellationToken cancellationToken
    ) => SendAsync(method, null, parameters, parameterType, cancellationToken);

    /// <summary>Ends the connection: pending requests fail, handlers are cancelled. Does not wait for them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _lifetime.CancelAsync();
        _outgoing.FailAll(new ObjectDisposedException(nameof(JsonRpcPeer)));
        _queue.Complete();
        _completion.TrySetResult();
    }

    private void Register(Dictionary<string, MethodHandler> handlers, string method, MethodHandler handler)
    {
        EnsureNotStarted();
        if (_requests.ContainsKey(method) || _notifications.ContainsKey(method) || method == CancelMethod)
        {
            throw new InvalidOperationException($"The method '{method}' has a handler already.");
        }

        handlers.Add(method, handler);
    }

    private void EnsureNotStarted()
    {
        if (Volatile.Read(ref _started) != 0)
        {
            throw new InvalidOperationException("Handlers are registered before the peer starts.");
        }
    }

    private async Task SendAsync<TParams>(
        string method,
        long? id,
        TParams parameters,
        JsonTypeInfo<TParams> parameterType,
        CancellationToken cancellationToken
    )
    {
        using var message = new MessageBuffer(_options.MaxLineBytes);
        message.Begin();
        if (id is { } number)
        {
            message.Json.WriteNumber("id"u8, number);
        }

        message.Json.WriteString("method"u8, method);
        message.Json.WritePropertyName("params"u8);
        JsonSerializer.Serialize(message.Json, parameters, parameterType);
        try
        {
            await _writer.WriteAsync(message.Finish(), cancellationToken);
        }
        catch (Exception e)
            when (e is IOException or ObjectDisposedException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            throw new PeerEndedException($"'{method}' could not be sent: {e.Message}", e);
        }
    }

    private async Task SendCancelAsync(long id)
    {
        try
        {
            var cancel = new CancelParams(JsonSerializer.SerializeToElement(id, RpcJsonContext.Default.Int64));
            await NotifyAsync(CancelMethod, cancel, RpcJsonContext.Default.CancelParams, _lifetime.Token);
        }
        catch (Exception e) when (e is PeerEndedException or OperationCanceledException)
        {
            // The other side is gone, and the request with it.
        }
    }

    private async Task RunAsync()
    {
        var notifications = Task.Run(() => _queue.RunAsync(_lifetime.Token));
        Exception? fault = null;
        try
        {
            await ReadAllAsync();
        }
        catch (OperationCanceledException) when (_lifetime.IsCancellationRequested)
        {
            // Disposed.
        }
        catch (Exception e)
        {
            fault = _disposed == 0 ? e : null;
            await _lifetime.CancelAsync();
            _outgoing.FailAll(fault);
        }

        _queue.Complete();
        await notifications;
        _outgoing.FailAll(fault);
        await _lifetime.CancelAsync();
        if (fault is null)
        {
            _completion.TrySetResult();
        }
        else
        {
            _completion.TrySetException(fault);
        }
    }

    private async Task ReadAllAsync()
    {
        using var lines = new LineReader(_input, _options.MaxLineBytes, _options.DedicatedReaderThread);
        while (await lines.ReadAsync(_lifetime.Token) is { } line)
        {
            _lifetime.Token.ThrowIfCancellationRequested();
            var envelope = Envelope.Read(line.Span);
            if (envelope.Method is null)
            {
                TakeAnswer(envelope, line.Span);
            }
            else if (envelope.Id is { } id)
            {
                await _incoming.StartAsync(
                    id,
                    envelope.Method,
                    Find(envelope.Method, _requests, _notifications),
                    Part(line.Span, envelope.Parameters)
                );
            }
            else if (envelope.Method == CancelMethod)
            {
                Cancel(Part(line.Span, envelope.Parameters));
            }
            else if (Bind(envelope.Method, Part(line.Span, envelope.Parameters)) is { } call)
            {
                await _queue.AddAsync(envelope.Method, call, line.Length, _lifetime.Token);
            }
        }
    }

    private MethodHandler? Find(
        string method,
        Dictionary<string, MethodHandler> first,
        Dictionary<string, MethodHandler> second
    ) => first.GetValueOrDefault(method) ?? second.GetValueOrDefault(method) ?? _fallback;

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> line, Range? range) =>
        range is { } part ? line[part] : default;

    private void TakeAnswer(in Envelope envelope, ReadOnlySpan<byte> line)
    {
        var error = envelope.Error is { } range ? ErrorAnswer.Read(line[range]) : null;
        if (envelope.Id is not { } id)
        {
            throw new ProtocolException(
                $"The other side could not read a message of this one: {error!.Message}",
                error
            );
        }

        if (_outgoing.Take(id) is not { } request)
        {
            return;
        }

        if (error is null)
        {
            request.Read(Part(line, envelope.Result));
        }
        else
        {
            request.ReadError(error);
        }

        _queue.Deliver(request);
    }

    private IncomingCall? Bind(string method, ReadOnlySpan<byte> parameters)
    {
        try
        {
            // Notifications nobody knows are dropped: JSON-RPC 2.0 §4.1 forbids an answer.
            return Find(method, _notifications, _requests)?.Bind(method, parameters);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            _options.HandlerFailed?.Invoke(method, e);
            return null;
        }
    }

    private void Cancel(ReadOnlySpan<byte> parameters)
    {
        var reader = new Utf8JsonReader(parameters);
        if (
            !parameters.IsEmpty
            && JsonElement.TryParseValue(ref reader, out var element)
            && element.Value.ValueKind == JsonValueKind.Object
            && element.Value.TryGetProperty("id"u8, out var id)
        )
        {
            var value = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(id.GetRawText()));
            value.Read();
            _incoming.Cancel(RequestId.Read(ref value));
        }
        else
        {
            throw new ProtocolException("A cancellation names no request.");
        }
    }
}
