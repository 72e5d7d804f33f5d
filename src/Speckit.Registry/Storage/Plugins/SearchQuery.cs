using System.Text;
using Speckit.Packaging.Trust;

namespace Speckit.Registry.Storage.Plugins;

/// <summary>What to look for.</summary>
/// <param name="Text">Words, or null for everything.</param>
/// <param name="Category">The kind of thing that must be provided, or null.</param>
/// <param name="Trust">The least trust, or null.</param>
/// <param name="Offset">How many to leave out.</param>
/// <param name="Limit">The most to return.</param>
internal sealed record SearchQuery(string? Text, string? Category, TrustLevel? Trust, int Offset, int Limit)
{
    /// <summary>The longest text, in characters.</summary>
    public const int MaxText = 256;

    /// <summary>The most words that count.</summary>
    private const int MaxWords = 16;

    /// <summary>The text in the language of FTS5: every word quoted, each the start of a word, all must be there.
    /// Null when the text has no word in it.</summary>
    public static string? ToFullText(string text)
    {
        var query = new StringBuilder();
        var words = 0;
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(rune.ToString());
            }
            else
            {
                words += Add(query, word);
            }

            if (words == MaxWords)
            {
                break;
            }
        }

        Add(query, word);
        return query.Length == 0 ? null : query.ToString();
    }

    private static int Add(StringBuilder query, StringBuilder word)
    {
        if (word.Length == 0)
        {
            return 0;
        }

        // A word has letters and digits only: there is no quote to escape.
        query.Append(query.Length == 0 ? "" : " AND ").Append('"').Append(word).Append("\"*");
        word.Clear();
        return 1;
    }
}
