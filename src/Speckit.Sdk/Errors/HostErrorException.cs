using Speckit.Protocol;

namespace Speckit.Sdk;

/// <summary>The host could not, or would not, do what the plugin asked. Uncaught, it becomes the answer of the plugin's own handler.</summary>
public class HostErrorException : Exception
{
    /// <summary>The host failed.</summary>
    public HostErrorException()
        : this("The host could not do what the plugin asked.") { }

    /// <summary>The host failed.</summary>
    public HostErrorException(string message)
        : base(message) { }

    /// <summary>The host failed.</summary>
    public HostErrorException(string message, Exception? innerException)
        : base(message, innerException) { }

    private protected HostErrorException(RpcErrorException answer)
        : base(answer.Message, answer)
    {
        Code = answer.Code;
        Kind = KindOf(answer.Code);
    }

    /// <summary>Why.</summary>
    public HostErrorKind Kind { get; }

    /// <summary>The protocol's number of it.</summary>
    public int Code { get; } = RpcErrorCodes.InternalError;

    internal static HostErrorException From(RpcErrorException answer) =>
        answer.Code switch
        {
            RpcErrorCodes.CapabilityDenied => new CapabilityDeniedException(answer),
            RpcErrorCodes.LimitReached => new LimitReachedException(answer),
            _ => new HostErrorException(answer),
        };

    /// <summary>The same as an answer of this side.</summary>
    internal RpcErrorException ToAnswer() =>
        InnerException is RpcErrorException answer
            ? new RpcErrorException(answer.Code, answer.Message, answer.ErrorData)
            : new RpcErrorException(Code, Message);

    private static HostErrorKind KindOf(int code) =>
        code switch
        {
            RpcErrorCodes.CapabilityDenied => HostErrorKind.CapabilityDenied,
            RpcErrorCodes.NotFound => HostErrorKind.NotFound,
            RpcErrorCodes.TooLarge => HostErrorKind.TooLarge,
            RpcErrorCodes.Refused => HostErrorKind.Refused,
            RpcErrorCodes.Busy => HostErrorKind.Busy,
            RpcErrorCodes.WrongState => HostErrorKind.WrongState,
            RpcErrorCodes.LimitReached => HostErrorKind.LimitReached,
            RpcErrorCodes.Cancelled => HostErrorKind.Cancelled,
            RpcErrorCodes.MethodNotFound => HostErrorKind.MethodNotFound,
            RpcErrorCodes.InvalidParams => HostErrorKind.InvalidParams,
            _ => HostErrorKind.Other,
        };
}
