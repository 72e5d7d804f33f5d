namespace Speckit.Protocol;

/// <summary>The other side broke the protocol, or is gone. The message says what was wrong.</summary>
public class ProtocolException : Exception
{
    /// <summary>The other side broke the protocol.</summary>
    public ProtocolException()
        : this("The other side broke the protocol.") { }

    /// <summary>The other side broke the protocol.</summary>
    /// <param name="message">What was wrong.</param>
    public ProtocolException(string message)
        : base(message) { }

    /// <summary>The other side broke the protocol.</summary>
    /// <param name="message">What was wrong.</param>
    /// <param name="innerException">What found it.</param>
    public ProtocolException(string message, Exception? innerException)
        : base(message, innerException) { }
}
