namespace SecurityScanner.Lexing;

/// <summary>JavaScript, TypeScript and JSON strings, template literals and regular expressions.</summary>
internal static class JavaScriptStrings
{
    /// <summary>Keeps a line of slashes from being read again and again.</summary>
    private const int LongestRegularExpression = 1000;

    private static readonly HashSet<string> s_beforeExpression = new(StringComparer.Ordinal)
    {
        "return",
        "typeof",
        "case",
        "in",
        "of",
        "delete",
        "void",
        "throw",
        "new",
        "do",
        "else",
        "instanceof",
        "yield",
        "await",
    };

    public static bool TryRead(string text, int at, int end, List<Token> before, out Token token)
    {
        switch (text[at])
        {
            case '"' or '\'':
                var contentEnd = Scan.EscapedEnd(text, at + 1, end, text[at], multiline: false);
                var closing = contentEnd < end && text[contentEnd] == text[at] ? 1 : 0;
                token = Scan.String(at, at + 1, contentEnd, end, closing);
                return true;
            case '`':
                var holes = new List<TextSpan>();
                var templateEnd = TemplateEnd(text, at + 1, end, holes);
                token = Scan.String(at, at + 1, templateEnd, end, templateEnd < end ? 1 : 0, holes);
                return true;
            case '/' when IsExpressionStart(text, before):
                return TryRegularExpression(text, at, end, out token);
            default:
                token = default;
                return false;
        }
    }

    private static int TemplateEnd(string text, int at, int end, List<TextSpan> holes)
    {
        // A stack instead of recursion: nesting is the file's to choose. An entry is the braces open inside a hole.
        var open = new Stack<int>();
        var outerHole = 0;
        while (at < end)
        {
            var c = text[at];
            var inHole = open.Count > 0 && open.Peek() >= 0;
            if (c == '\\' && !inHole)
            {
                at += 2;
                continue;
            }

            if (!inHole && c == '`')
            {
                if (open.Count == 0)
                {
                    return at;
                }

                open.Pop();
            }
            else if (!inHole && c == '$' && at + 1 < end && text[at + 1] == '{')
            {
                outerHole = open.Count == 0 ? at + 2 : outerHole;
                open.Push(0);
                at++;
            }
            else if (inHole)
            {
                at = StepInHole(text, at, end, open, holes, outerHole);
            }

            at++;
        }

        if (open.Count > 0)
        {
            holes.Add(new TextSpan(outerHole, end));
        }

        return end;
    }

    private static int StepInHole(string text, int at, int end, Stack<int> open, List<TextSpan> holes, int outerHole)
    {
        switch (text[at])
        {
            case '"' or '\'':
                return Scan.EscapedEnd(text, at + 1, end, text[at], multiline: false);
            case '`':
                // A template inside the hole: its text is marked by a negative entry.
                open.Push(-1);
                break;
            case '{':
                open.Push(open.Pop() + 1);
                break;
            case '}' when open.Peek() > 0:
                open.Push(open.Pop() - 1);
                break;
            case '}':
                open.Pop();
                if (open.Count == 0)
                {
                    holes.Add(new TextSpan(outerHole, at));
                }

                break;
        }

        return at;
    }

    private static bool IsExpressionStart(string text, List<Token> before)
    {
        if (before.Count == 0)
        {
            return true;
        }

        var last = before[^1];
        return last.Kind switch
        {
            TokenKind.Punctuation => text[last.Start] is not (')' or ']' or '}'),
            TokenKind.Identifier => s_beforeExpression.Contains(text[last.Start..last.End]),
            _ => false,
        };
    }

    private static bool TryRegularExpression(string text, int at, int end, out Token token)
    {
        var inClass = false;
        end = Math.Min(end, at + LongestRegularExpression);
        for (var i = at + 1; i < end && text[i] != '\n'; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '/' when !inClass:
                    token = new Token(TokenKind.Number, at, i + 1, at, i + 1);
                    return true;
            }
        }

        token = default;
        return false;
    }
}
