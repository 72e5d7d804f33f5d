namespace Speckit.Protocol;

/// <summary>The limits and habits of a <see cref="JsonRpcPeer"/>.</summary>
public sealed record JsonRpcPeerOptions
{
    /// <summary>The longest line read or written, in bytes without its line feed. 16 MiB unless told.</summary>
    public int MaxLineBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many incoming requests run at once; the next ones wait. 64 unless told.</summary>
    public int MaxConcurrentRequests { get; init; } = 64;

    /// <summary>How many incoming requests may wait; one more is answered <see cref="RpcErrorCodes.Busy"/>. 4,096 unless told.</summary>
    public int MaxQueuedRequests { get; init; } = 4096;

    /// <summary>
    /// How many bytes of parameters may be unanswered (requests beyond it are answered <see cref="RpcErrorCodes.Busy"/>) or
    /// unhandled (notifications beyond it make the peer stop reading until there is room). 64 MiB unless told.
    /// </summary>
    public long MaxPendingBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Whether the message of an exception that a handler threw is sent to the other side; off unless told.</summary>
    public bool ExposeExceptionMessages { get; init; }

    /// <summary>
    /// Whether blocking reads on a thread of its own take the place of asynchronous ones: for streams such as the console's,
    /// whose asynchronous reads would hold a thread of the pool for as long as nothing comes.
    /// </summary>
    public bool DedicatedReaderThread { get; init; }

    /// <summary>Told of each exception that a handler threw (not of <see cref="RpcErrorException"/> and cancellations): the method and the exception.</summary>
    public Action<string, Exception>? HandlerFailed { get; init; }
}
