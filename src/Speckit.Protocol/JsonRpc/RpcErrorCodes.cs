namespace Speckit.Protocol;

/// <summary>Error codes of JSON-RPC 2.0 §5.1 and of the host–plugin protocol.</summary>
public static class RpcErrorCodes
{
    /// <summary>The line was not JSON.</summary>
    public const int ParseError = -32700;

    /// <summary>The JSON was not a message.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>No such method.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>The parameters do not fit the method; the message is made for a person.</summary>
    public const int InvalidParams = -32602;

    /// <summary>The handler failed.</summary>
    public const int InternalError = -32603;

    /// <summary>The plugin lacks the capability; the data is <c>{capability, plugin, hint}</c>.</summary>
    public const int CapabilityDenied = -32001;

    /// <summary>What was asked for does not exist: a file, a task.</summary>
    public const int NotFound = -32002;

    /// <summary>The answer or the file is larger than a line may be.</summary>
    public const int TooLarge = -32003;

    /// <summary>The rules of the project forbid it (backlog rules, protected paths).</summary>
    public const int Refused = -32004;

    /// <summary>Too many requests wait already.</summary>
    public const int Busy = -32005;

    /// <summary>The two sides speak different protocol versions; the message names both.</summary>
    public const int ProtocolMismatch = -32006;

    /// <summary>The request came before <c>initialize</c>, or <c>initialize</c> came twice.</summary>
    public const int WrongState = -32007;

    /// <summary>A limit of the plugin's run is reached (calls, bytes, time); the data is <c>{limit, value}</c>.</summary>
    public const int LimitReached = -32008;

    /// <summary>The caller cancelled the request.</summary>
    public const int Cancelled = -32800;
}
