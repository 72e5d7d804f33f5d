namespace Speckit.Protocol;

/// <summary>The connection ended before a request was answered, or before a message could be sent.</summary>
public sealed class PeerEndedException : ProtocolException
{
    /// <summary>The connection ended.</summary>
    public PeerEndedException()
        : this("The connection has ended.") { }

    /// <summary>The connection ended.</summary>
    /// <param name="message">What was waited for.</param>
    public PeerEndedException(string message)
        : base(message) { }

    /// <summary>The connection ended.</summary>
    /// <param name="message">What was waited for.</param>
    /// <param name="innerException">Why it ended.</param>
    public PeerEndedException(string message, Exception? innerException)
        : base(message, innerException) { }
}
