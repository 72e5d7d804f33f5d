using System.Text;

namespace Speckit.Host.Configuration;

/// <summary><c>${NAME}</c> in a configuration's text: the value of an environment variable or secret. <c>$${NAME}</c> is the text
/// <c>${NAME}</c>; a <c>${…}</c> that holds no variable's name, such as <c>${task.id}</c>, is text for the plugin.</summary>
internal static class EnvironmentReferences
{
    /// <summary>Whether the text refers to anything.</summary>
    internal static bool AreIn(string text) => NamesIn(text).Any();

    /// <summary>Whether the text is one reference and nothing else: then its value may also be a number or a truth value.</summary>
    internal static bool IsWhole(string text) => NameAt(text, 0, out var end) is not null && end == text.Length;

    /// <summary>The names that the text refers to, in their order.</summary>
    internal static IEnumerable<string> NamesIn(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsEscapeAt(text, i, out var end))
            {
                i = end - 1;
            }
            else if (NameAt(text, i, out end) is { } name)
            {
                i = end - 1;
                yield return name;
            }
        }
    }

    /// <summary>The text with each reference replaced and each escape undone.</summary>
    internal static string Replace(string text, Func<string, string> valueOf)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return text;
        }

        var replaced = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (IsEscapeAt(text, i, out var end))
            {
                replaced.Append(text.AsSpan(i + 1, end - i - 1));
                i = end - 1;
            }
            else if (NameAt(text, i, out end) is { } name)
            {
                replaced.Append(valueOf(name));
                i = end - 1;
            }
            else
            {
                replaced.Append(text[i]);
            }
        }

        return replaced.ToString();
    }

    private static bool IsEscapeAt(string text, int start, out int end)
    {
        end = start;
        return text[start] == '$' && NameAt(text, start + 1, out end) is not null;
    }

    private static string? NameAt(string text, int start, out int end)
    {
        end = start;
        if (start + 2 >= text.Length || text[start] != '$' || text[start + 1] != '{')
        {
            return null;
        }

        var close = start + 2;
        while (close < text.Length && (char.IsAsciiLetterOrDigit(text[close]) || text[close] == '_'))
        {
            close++;
        }

        if (close == text.Length || text[close] != '}' || close == start + 2 || char.IsAsciiDigit(text[start + 2]))
        {
            return null;
        }

        end = close + 1;
        return text[(start + 2)..close];
    }
}
