namespace Speckit.JsonSchema.Patterns;

/// <summary>A .NET expression.</summary>
/// <param name="Expression">Its text.</param>
/// <param name="NeedsBacktracking">Whether an automaton cannot match it, or is too slow to build.</param>
/// <param name="Size">About how many states an automaton for it would have.</param>
internal sealed record TranslatedPattern(string Expression, bool NeedsBacktracking, long Size);
