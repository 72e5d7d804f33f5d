namespace Speckit.Sdk;

/// <summary>What the person typed cannot be done; the message tells them why and what can.</summary>
public sealed class UsageException : Exception
{
    /// <summary>What the person typed cannot be done.</summary>
    public UsageException()
        : this("The command cannot be run like this.") { }

    /// <summary>What the person typed cannot be done.</summary>
    /// <param name="message">One or two sentences for a person.</param>
    public UsageException(string message)
        : base(message) { }

    /// <summary>What the person typed cannot be done.</summary>
    public UsageException(string message, Exception innerException)
        : base(message, innerException) { }
}
