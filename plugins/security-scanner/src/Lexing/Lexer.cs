namespace SecurityScanner.Lexing;

/// <summary>
/// Splits source text into identifiers, numbers, strings, punctuation and comments. It never fails: what is no valid source
/// becomes some tokens. Time is linear in the text but for interpolations, which are read once for each level of nesting.
/// </summary>
internal static class Lexer
{
    /// <summary>Interpolations nested deeper are not looked into.</summary>
    private const int MaxDepth = 6;

    public static LexedSource Lex(string text, Language language)
    {
        if (language == Language.Yaml)
        {
            return YamlLexer.Lex(text);
        }

        var streams = new List<Token[]>();
        var comments = new List<Token>();
        var waiting = new Queue<(TextSpan Span, int Depth)>();
        waiting.Enqueue((new TextSpan(0, text.Length), 0));
        while (waiting.TryDequeue(out var next))
        {
            var tokens = LexSpan(text, next.Span, language, comments);
            streams.Add([.. tokens]);
            if (next.Depth < MaxDepth)
            {
                foreach (var hole in tokens.SelectMany(token => token.Holes ?? []))
                {
                    waiting.Enqueue((hole, next.Depth + 1));
                }
            }
        }

        return new LexedSource(streams, comments);
    }

    private static List<Token> LexSpan(string text, TextSpan span, Language language, List<Token> comments)
    {
        var tokens = new List<Token>();
        var at = span.Start;
        while (at < span.End)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var token = Next(text, at, span.End, language, tokens);
            (token.Kind == TokenKind.Comment ? comments : tokens).Add(token);
            at = token.End;
        }

        return tokens;
    }

    private static Token Next(string text, int at, int end, Language language, List<Token> before)
    {
        if (TryComment(text, at, end, language, out var token) || TryString(text, at, end, language, before, out token))
        {
            return token;
        }

        var c = text[at];
        if (char.IsLetter(c) || c is '_' or '$' or '@')
        {
            var stop = at + 1;
            while (stop < end && (char.IsLetterOrDigit(text[stop]) || text[stop] is '_' or '$'))
            {
                stop++;
            }

            return new Token(TokenKind.Identifier, at, stop, at, stop);
        }

        if (char.IsAsciiDigit(c))
        {
            var stop = at + 1;
            while (stop < end && (char.IsLetterOrDigit(text[stop]) || text[stop] == '_'))
            {
                stop++;
            }

            return new Token(TokenKind.Number, at, stop, at, stop);
        }

        return new Token(TokenKind.Punctuation, at, at + 1, at, at + 1);
    }

    private static bool TryComment(string text, int at, int end, Language language, out Token token)
    {
        token = default;
        if (language == Language.Python)
        {
            if (text[at] != '#')
            {
                return false;
            }

            token = Comment(at, Scan.LineEnd(text, at, end));
            return true;
        }

        if (text[at] != '/' || at + 1 >= end)
        {
            return false;
        }

        if (text[at + 1] == '/')
        {
            token = Comment(at, Scan.LineEnd(text, at, end));
            return true;
        }

        if (text[at + 1] != '*')
        {
            return false;
        }

        var close = text.IndexOf("*/", at + 2, end - at - 2, StringComparison.Ordinal);
        token = Comment(at, close < 0 ? end : close + 2);
        return true;
    }

    private static Token Comment(int start, int end) => new(TokenKind.Comment, start, end, start, end);

    private static bool TryString(
        string text,
        int at,
        int end,
        Language language,
        List<Token> before,
        out Token token
    ) =>
        language switch
        {
            Language.Python => PythonStrings.TryRead(text, at, end, out token),
            Language.CSharp => CSharpStrings.TryRead(text, at, end, out token),
            _ => JavaScriptStrings.TryRead(text, at, end, before, out token),
        };
}
