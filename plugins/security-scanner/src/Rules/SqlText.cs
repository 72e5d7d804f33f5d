namespace SecurityScanner.Rules;

/// <summary>Tells SQL statements from prose.</summary>
internal static class SqlText
{
    /// <summary>Whether a text begins as a SQL statement does.</summary>
    public static bool IsStatement(ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart();
        var verb = TakeWord(ref rest);
        if (!IsUniform(verb))
        {
            return false;
        }

        Span<char> upper = stackalloc char[16];
        if (verb.Length > upper.Length)
        {
            return false;
        }

        verb.ToUpperInvariant(upper);
        return upper[..verb.Length] switch
        {
            "SELECT" => HasWord(rest, "FROM"),
            "INSERT" or "REPLACE" or "MERGE" => NextIs(rest, "INTO"),
            "DELETE" => NextIs(rest, "FROM"),
            "UPDATE" => HasWord(rest, "SET") && !NextIs(rest, "THE"),
            "DROP" or "ALTER" or "CREATE" or "TRUNCATE" => NextIs(rest, "TABLE")
                || NextIs(rest, "DATABASE")
                || NextIs(rest, "VIEW")
                || NextIs(rest, "USER"),
            "WITH" => HasWord(rest, "SELECT") && HasWord(rest, "FROM"),
            _ => false,
        };
    }

    /// <summary>Whether a text begins with a statement's verb: what follows may stand in the next literal.</summary>
    public static bool BeginsAsStatement(ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart();
        var verb = TakeWord(ref rest);
        return IsUniform(verb) && verb.Length <= 8 && IsVerb(verb);
    }

    private static bool IsVerb(ReadOnlySpan<char> word)
    {
        foreach (var verb in (ReadOnlySpan<string>)["SELECT", "INSERT", "REPLACE", "MERGE", "DELETE", "UPDATE", "WITH"])
        {
            if (word.Equals(verb, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Prose begins with a capital and goes on in lower case; SQL is written in one case.</summary>
    private static bool IsUniform(ReadOnlySpan<char> word) =>
        word.Length > 3 && (!word.ContainsAnyExceptInRange('A', 'Z') || !word.ContainsAnyExceptInRange('a', 'z'));

    private static ReadOnlySpan<char> TakeWord(ref ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiLetter(text[length]))
        {
            length++;
        }

        var word = text[..length];
        text = text[length..];
        return !text.IsEmpty && (char.IsWhiteSpace(text[0]) || text[0] == '\\') ? word : default;
    }

    private static bool NextIs(ReadOnlySpan<char> text, string word)
    {
        var rest = text.TrimStart();
        return rest.StartsWith(word, StringComparison.OrdinalIgnoreCase) && IsBoundary(rest, word.Length);
    }

    private static bool HasWord(ReadOnlySpan<char> text, string word)
    {
        while (true)
        {
            var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            if (at > 0 && IsBoundaryBefore(text, at) && IsBoundary(text, at + word.Length))
            {
                return true;
            }

            text = text[(at + word.Length)..];
        }
    }

    /// <summary>The text is as the source has it: a line feed may be a backslash and an n.</summary>
    private static bool IsBoundaryBefore(ReadOnlySpan<char> text, int at) =>
        !IsNamePart(text[at - 1]) || (at > 1 && text[at - 2] == '\\' && text[at - 1] is 'n' or 't' or 'r');

    private static bool IsBoundary(ReadOnlySpan<char> text, int at) => at >= text.Length || !IsNamePart(text[at]);

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';
}
