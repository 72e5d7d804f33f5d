namespace SecurityScanner.Lexing;

/// <summary>
/// Reads YAML line by line, as far as rules need it: keys, scalars and comments. A key becomes an identifier, a colon and a
/// string; a block scalar becomes one string.
/// </summary>
internal static class YamlLexer
{
    public static LexedSource Lex(string text)
    {
        var tokens = new List<Token>();
        var comments = new List<Token>();
        var at = 0;
        while (at < text.Length)
        {
            var end = Scan.LineEnd(text, at, text.Length);
            var next = LexLine(text, at, end, tokens, comments);
            at = Math.Max(next, end) + 1;
        }

        return new LexedSource(
            [
                [.. tokens],
            ],
            comments
        );
    }

    /// <summary>Reads a line and gives where reading goes on: behind it, or behind the block scalar it opens.</summary>
    private static int LexLine(string text, int start, int end, List<Token> tokens, List<Token> comments)
    {
        var at = start;
        while (at < end && (text[at] is ' ' or '\t' || (text[at] == '-' && at + 1 < end && text[at + 1] == ' ')))
        {
            at++;
        }

        var indent = at - start;
        end = CutComment(text, at, end, comments);
        if (at >= end)
        {
            return end;
        }

        var colon = KeyEnd(text, at, end);
        if (colon < 0)
        {
            AddValue(text, at, end, tokens);
            return end;
        }

        AddKey(text, at, colon, tokens);
        tokens.Add(new Token(TokenKind.Punctuation, colon, colon + 1, colon, colon + 1));
        var value = colon + 1;
        while (value < end && text[value] is ' ' or '\t')
        {
            value++;
        }

        if (value < end && text[value] is '|' or '>' && end - value <= 3)
        {
            return AddBlock(text, end, indent, tokens);
        }

        AddValue(text, value, end, tokens);
        return end;
    }

    private static int CutComment(string text, int at, int end, List<Token> comments)
    {
        var quote = '\0';
        for (var i = at; i < end; i++)
        {
            var c = text[i];
            if (quote != '\0')
            {
                if (c == '\\' && quote == '"')
                {
                    i++;
                }
                else if (c == quote)
                {
                    quote = '\0';
                }
            }
            else if (c is '"' or '\'' && (i == at || text[i - 1] is ' ' or ':' or '[' or '{' or ',' or '\t'))
            {
                quote = c;
            }
            else if (c == '#' && (i == at || char.IsWhiteSpace(text[i - 1])))
            {
                comments.Add(new Token(TokenKind.Comment, i, end, i, end));
                end = i;
            }
        }

        while (end > at && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    /// <summary>Where the colon behind a key stands; negative when the line has no key.</summary>
    private static int KeyEnd(string text, int at, int end)
    {
        if (text[at] is '"' or '\'')
        {
            var close = Scan.EscapedEnd(text, at + 1, end, text[at], multiline: false) + 1;
            return close < end && text[close] == ':' ? close : -1;
        }

        if (text[at] is '{' or '[' or '!' or '&' or '*' or '|' or '>')
        {
            return -1;
        }

        for (var i = at + 1; i < end; i++)
        {
            if (text[i] == ':' && (i + 1 == end || text[i + 1] is ' ' or '\t'))
            {
                return i;
            }
        }

        return -1;
    }

    private static void AddKey(string text, int at, int end, List<Token> tokens)
    {
        var quoted = text[at] is '"' or '\'' && end - at >= 2;
        tokens.Add(new Token(TokenKind.Identifier, at, end, quoted ? at + 1 : at, quoted ? end - 1 : end));
    }

    private static void AddValue(string text, int at, int end, List<Token> tokens)
    {
        if (at >= end)
        {
            return;
        }

        if (text[at] is '{' or '[')
        {
            AddFlow(text, at, end, tokens);
            return;
        }

        AddScalar(text, at, end, tokens);
    }

    private static void AddScalar(string text, int at, int end, List<Token> tokens)
    {
        while (end > at + 1 && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        var quoted = text[at] is '"' or '\'' && end - at >= 2 && text[end - 1] == text[at];
        tokens.Add(new Token(TokenKind.String, at, end, quoted ? at + 1 : at, quoted ? end - 1 : end));
    }

    private static void AddFlow(string text, int at, int end, List<Token> tokens)
    {
        while (at < end)
        {
            if (text[at] is '{' or '}' or '[' or ']' or ',' or ':')
            {
                tokens.Add(new Token(TokenKind.Punctuation, at, at + 1, at, at + 1));
                at++;
            }
            else if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else
            {
                at = AddFlowScalar(text, at, end, tokens);
            }
        }
    }

    private static int AddFlowScalar(string text, int at, int end, List<Token> tokens)
    {
        var stop = at;
        if (text[at] is '"' or '\'')
        {
            stop = Math.Min(end, Scan.EscapedEnd(text, at + 1, end, text[at], multiline: false) + 1);
        }
        else
        {
            while (
                stop < end
                && text[stop] is not (',' or '}' or ']')
                && !(text[stop] == ':' && (stop + 1 == end || text[stop + 1] == ' '))
            )
            {
                stop++;
            }
        }

        if (stop < end && text[stop] == ':')
        {
            AddKey(text, at, stop, tokens);
        }
        else if (stop > at)
        {
            AddScalar(text, at, stop, tokens);
        }

        return Math.Max(stop, at + 1);
    }

    private static int AddBlock(string text, int lineEnd, int indent, List<Token> tokens)
    {
        var start = Math.Min(text.Length, Scan.LineEnd(text, lineEnd, text.Length) + 1);
        var at = start;
        var end = start;
        while (at < text.Length)
        {
            var stop = Scan.LineEnd(text, at, text.Length);
            var spaces = Scan.Run(text, at, stop, ' ');
            var blank = at + spaces == stop || text[at + spaces] == '\r';
            if (!blank && spaces <= indent)
            {
                break;
            }

            end = stop;
            at = stop + 1;
        }

        if (end > start)
        {
            tokens.Add(new Token(TokenKind.String, start, end, start, end));
        }

        return Math.Max(lineEnd, end);
    }
}
