namespace SecurityScanner.Lexing;

/// <summary>Small steps that the string readers share.</summary>
internal static class Scan
{
    /// <summary>Where the line ends, before its line feed.</summary>
    public static int LineEnd(string text, int at, int end)
    {
        var feed = text.IndexOf('\n', at, end - at);
        return feed < 0 ? end : feed;
    }

    /// <summary>Whether a text stands at a place.</summary>
    public static bool At(string text, int at, int end, string wanted) =>
        at + wanted.Length <= end && string.CompareOrdinal(text, at, wanted, 0, wanted.Length) == 0;

    /// <summary>How often a character stands in a row.</summary>
    public static int Run(string text, int at, int end, char c)
    {
        var stop = at;
        while (stop < end && text[stop] == c)
        {
            stop++;
        }

        return stop - at;
    }

    /// <summary>The end of a string with backslash escapes, at its closing quote or where it breaks off.</summary>
    public static int EscapedEnd(string text, int at, int end, char quote, bool multiline)
    {
        while (at < end && text[at] != quote && (multiline || text[at] != '\n'))
        {
            at += text[at] == '\\' && at + 1 < end ? 2 : 1;
        }

        return Math.Min(at, end);
    }

    /// <summary>A string token whose closing quote has that length, if it is there.</summary>
    public static Token String(
        int start,
        int contentStart,
        int contentEnd,
        int end,
        int quoteLength,
        IReadOnlyList<TextSpan>? holes = null
    ) =>
        new(
            TokenKind.String,
            start,
            Math.Min(end, contentEnd + quoteLength),
            Math.Min(contentStart, end),
            Math.Min(Math.Max(contentEnd, contentStart), end),
            holes
        );
}
