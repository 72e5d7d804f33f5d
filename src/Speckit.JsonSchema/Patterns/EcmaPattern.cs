using System.Text.RegularExpressions;

namespace Speckit.JsonSchema.Patterns;

/// <summary>A regular expression of ECMA-262, matched in linear time where it can be, else within a time limit.</summary>
internal sealed class EcmaPattern
{
    /// <summary>An automaton larger than this is not built.</summary>
    private const long MaximumAutomaton = 2_000;

    private const int MaximumLength = 20_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;

    private EcmaPattern(string source, Regex regex) => (Source, _regex) = (source, regex);

    /// <summary>The pattern as it was written.</summary>
    public string Source { get; }

    /// <summary>The pattern; or null, and what is wrong with it.</summary>
    public static EcmaPattern? Create(string source, out string? problem)
    {
        if (source.Length > MaximumLength)
        {
            problem = "the pattern is too long";
            return null;
        }

        try
        {
            var translated = PatternTranslator.Translate(source);
            var engine =
                translated.NeedsBacktracking || translated.Size > MaximumAutomaton
                    ? RegexOptions.None
                    : RegexOptions.NonBacktracking;
            problem = null;
            return new EcmaPattern(
                source,
                new Regex(translated.Expression, RegexOptions.CultureInvariant | engine, Timeout)
            );
        }
        catch (PatternException e)
        {
            problem = e.Message;
            return null;
        }
        catch (ArgumentException e)
        {
            problem = e.Message;
            return null;
        }
    }

    /// <summary>Whether it matches anywhere in the text; null when that could not be found out in time.</summary>
    public bool? IsMatch(string text)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }
}
