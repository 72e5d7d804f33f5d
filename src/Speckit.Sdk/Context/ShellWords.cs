using System.Text;

namespace Speckit.Sdk;

/// <summary>Splits a text into words as a POSIX shell reads them, without any of its expansions.</summary>
public static class ShellWords
{
    /// <summary>
    /// The words of a text, as Python's <c>shlex.split</c> finds them: blanks part them, <c>'…'</c> keeps everything,
    /// <c>"…"</c> everything but <c>\"</c> and <c>\\</c>, and <c>\</c> keeps the next character.
    /// </summary>
    /// <exception cref="FormatException">A quotation mark is not closed, or nothing follows a backslash.</exception>
    public static IReadOnlyList<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && IsBlank(text[at]))
            {
                at++;
            }

            if (at == text.Length)
            {
                return words;
            }

            words.Add(ReadWord(text, ref at));
        }
    }

    private static string ReadWord(string text, ref int at)
    {
        var word = new StringBuilder();
        while (at < text.Length && !IsBlank(text[at]))
        {
            var character = text[at++];
            if (character is '\'' or '"')
            {
                ReadQuoted(text, ref at, character, word);
            }
            else if (character == '\\')
            {
                word.Append(
                    at < text.Length ? text[at++] : throw new FormatException("Nothing follows the backslash.")
                );
            }
            else
            {
                word.Append(character);
            }
        }

        return word.ToString();
    }

    private static void ReadQuoted(string text, ref int at, char mark, StringBuilder word)
    {
        var opened = at - 1;
        while (at < text.Length && text[at] != mark)
        {
            if (mark == '"' && text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\\')
            {
                at++;
            }

            word.Append(text[at++]);
        }

        if (at++ >= text.Length)
        {
            throw new FormatException(
                FormattableString.Invariant($"The quotation mark {mark} at character {opened + 1} is not closed.")
            );
        }
    }

    private static bool IsBlank(char character) => character is ' ' or '\t' or '\r' or '\n';
}
