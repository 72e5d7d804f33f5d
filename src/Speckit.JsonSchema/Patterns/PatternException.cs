namespace Speckit.JsonSchema.Patterns;

/// <summary>Why a text is not a regular expression; caught where the translation was asked for.</summary>
internal sealed class PatternException(string message) : Exception(message);
