namespace SecurityScanner.Lexing;

/// <summary>Python string literals with their prefixes, triple quotes and f-string expressions.</summary>
internal static class PythonStrings
{
    private const int LongestPrefix = 2;

    public static bool TryRead(string text, int at, int end, out Token token)
    {
        token = default;
        var quoteAt = at;
        while (
            quoteAt < end
            && quoteAt - at <= LongestPrefix
            && "rRbBuUfFtT".Contains(text[quoteAt], StringComparison.Ordinal)
        )
        {
            quoteAt++;
        }

        if (quoteAt >= end || quoteAt - at > LongestPrefix || text[quoteAt] is not ('"' or '\''))
        {
            return false;
        }

        var quote = text[quoteAt];
        var triple = Scan.Run(text, quoteAt, Math.Min(end, quoteAt + 3), quote) == 3;
        var length = triple ? 3 : 1;
        var contentStart = quoteAt + length;
        var contentEnd = triple
            ? TripleEnd(text, contentStart, end, quote)
            : Scan.EscapedEnd(text, contentStart, end, quote, multiline: false);
        var interpolated = text.AsSpan(at, quoteAt - at).IndexOfAny("fFtT") >= 0;
        var holes = interpolated ? Holes(text, contentStart, contentEnd) : null;
        var closing = contentEnd < end && text[contentEnd] == quote ? length : 0;
        token = Scan.String(at, contentStart, contentEnd, end, closing, holes);
        return true;
    }

    private static int TripleEnd(string text, int at, int end, char quote)
    {
        while (at < end)
        {
            if (text[at] == '\\')
            {
                at += 2;
            }
            else if (text[at] == quote && Scan.Run(text, at, Math.Min(end, at + 3), quote) == 3)
            {
                return at;
            }
            else
            {
                at++;
            }
        }

        return end;
    }

    private static List<TextSpan> Holes(string text, int at, int end)
    {
        var holes = new List<TextSpan>();
        while (at < end)
        {
            if (text[at] != '{')
            {
                at++;
                continue;
            }

            if (at + 1 < end && text[at + 1] == '{')
            {
                at += 2;
                continue;
            }

            var close = HoleEnd(text, at + 1, end);
            holes.Add(new TextSpan(at + 1, close));
            at = close + 1;
        }

        return holes;
    }

    private static int HoleEnd(string text, int at, int end)
    {
        for (var depth = 0; at < end; at++)
        {
            if (text[at] is '{' or '[' or '(')
            {
                depth++;
            }
            else if (text[at] is '}' or ']' or ')')
            {
                if (depth == 0)
                {
                    return at;
                }

                depth--;
            }
        }

        return end;
    }
}
