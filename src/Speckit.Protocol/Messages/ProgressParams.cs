namespace Speckit.Protocol.Messages;

/// <summary>Says how far a command is: <c>progress/report</c>.</summary>
/// <param name="Message">What is being done.</param>
/// <param name="Fraction">From 0 to 1; null when it is not known.</param>
public sealed record ProgressParams(string Message, double? Fraction = null);
