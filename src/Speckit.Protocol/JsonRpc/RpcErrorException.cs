using System.Text.Json;

namespace Speckit.Protocol;

/// <summary>An error answer: thrown where a request was answered with one, and by handlers to answer with one.</summary>
public sealed class RpcErrorException : Exception
{
    /// <summary>An error answer.</summary>
    /// <param name="code">One of <see cref="RpcErrorCodes"/>.</param>
    /// <param name="message">One sentence for a person.</param>
    /// <param name="errorData">What programs may want to know.</param>
    public RpcErrorException(int code, string message, JsonElement? errorData = null)
        : base(message)
    {
        Code = code;
        ErrorData = errorData;
    }

    /// <summary>An error answer without a code of its own.</summary>
    public RpcErrorException()
        : this("The request failed.") { }

    /// <summary>An error answer without a code of its own.</summary>
    public RpcErrorException(string message)
        : this(RpcErrorCodes.InternalError, message) { }

    /// <summary>An error answer without a code of its own.</summary>
    public RpcErrorException(string message, Exception innerException)
        : base(message, innerException) => Code = RpcErrorCodes.InternalError;

    /// <summary>One of <see cref="RpcErrorCodes"/>.</summary>
    public int Code { get; }

    /// <summary>What programs may want to know, or null.</summary>
    public JsonElement? ErrorData { get; }
}
