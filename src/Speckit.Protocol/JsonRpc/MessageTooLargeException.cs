namespace Speckit.Protocol;

/// <summary>A message of this side would be longer than a line may be; nothing of it was sent.</summary>
public sealed class MessageTooLargeException : Exception
{
    /// <summary>A message that is too long.</summary>
    /// <param name="maxBytes">The most a line may have.</param>
    public MessageTooLargeException(int maxBytes)
        : this(FormattableString.Invariant($"The message is longer than {maxBytes} bytes, the most a line may have."))
    { }

    /// <summary>A message that is too long.</summary>
    public MessageTooLargeException()
        : this("The message is longer than a line may be.") { }

    /// <summary>A message that is too long.</summary>
    public MessageTooLargeException(string message)
        : base(message) { }

    /// <summary>A message that is too long.</summary>
    public MessageTooLargeException(string message, Exception innerException)
        : base(message, innerException) { }
}
