namespace SecurityScanner.Lexing;

/// <summary>C# string and character literals: regular, verbatim, interpolated and raw.</summary>
internal static class CSharpStrings
{
    private const int LongestCharacter = 12;

    public static bool TryRead(string text, int at, int end, out Token token)
    {
        token = default;
        if (text[at] == '\'')
        {
            return TryCharacter(text, at, end, out token);
        }

        var quoteAt = at;
        var dollars = 0;
        var verbatim = false;
        for (; quoteAt < end && text[quoteAt] is '$' or '@'; quoteAt++)
        {
            dollars += text[quoteAt] == '$' ? 1 : 0;
            verbatim |= text[quoteAt] == '@';
        }

        if (quoteAt >= end || text[quoteAt] != '"')
        {
            return false;
        }

        var quotes = Scan.Run(text, quoteAt, end, '"');
        var holes = dollars > 0 ? new List<TextSpan>() : null;
        if (quotes >= 3 && !verbatim)
        {
            var rawStart = quoteAt + quotes;
            var rawEnd = RawEnd(text, rawStart, end, quotes, dollars, holes);
            token = Scan.String(at, rawStart, rawEnd, end, quotes, holes);
            return true;
        }

        var contentEnd = End(text, quoteAt + 1, end, verbatim, holes);
        var closing = contentEnd < end && text[contentEnd] == '"' ? 1 : 0;
        token = Scan.String(at, quoteAt + 1, contentEnd, end, closing, holes);
        return true;
    }

    private static bool TryCharacter(string text, int at, int end, out Token token)
    {
        var limit = Math.Min(end, at + LongestCharacter);
        var close = Scan.EscapedEnd(text, at + 1, limit, '\'', multiline: false);
        var closed = close < limit && text[close] == '\'';
        token = closed ? Scan.String(at, at + 1, close, end, 1) : default;
        return closed;
    }

    private static int End(string text, int at, int end, bool verbatim, List<TextSpan>? holes)
    {
        while (at < end)
        {
            var c = text[at];
            var doubled = at + 1 < end && text[at + 1] == c;
            if (c == '"' && verbatim && doubled)
            {
                at += 2;
            }
            else if (c == '"' || (c == '\n' && !verbatim))
            {
                return at;
            }
            else if (c == '\\' && !verbatim)
            {
                at += 2;
            }
            else if (c == '{' && holes is not null)
            {
                at = doubled ? at + 2 : Hole(text, at + 1, end, 1, holes);
            }
            else
            {
                at++;
            }
        }

        return end;
    }

    private static int RawEnd(string text, int at, int end, int quotes, int dollars, List<TextSpan>? holes)
    {
        while (at < end)
        {
            if (text[at] == '"')
            {
                var run = Scan.Run(text, at, end, '"');
                if (run >= quotes)
                {
                    return at + run - quotes;
                }

                at += run;
            }
            else if (text[at] == '{' && holes is not null)
            {
                var run = Scan.Run(text, at, end, '{');
                at = run >= dollars ? Hole(text, at + run, end, dollars, holes) : at + run;
            }
            else
            {
                at++;
            }
        }

        return end;
    }

    /// <summary>Notes the expression that starts here, and gives the place behind its closing braces.</summary>
    private static int Hole(string text, int start, int end, int braces, List<TextSpan> holes)
    {
        var at = start;
        for (var depth = 0; at < end; at++)
        {
            var c = text[at];
            if (c == '"')
            {
                at = Scan.EscapedEnd(text, at + 1, end, '"', multiline: false);
            }
            else if (c is '{' or '(' or '[')
            {
                depth++;
            }
            else if (c is ')' or ']' or '}')
            {
                if (depth == 0 && c == '}')
                {
                    break;
                }

                depth = Math.Max(0, depth - 1);
            }
        }

        at = Math.Min(at, end);
        holes.Add(new TextSpan(start, at));
        return Math.Min(end, at + braces);
    }
}
