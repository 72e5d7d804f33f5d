using SecurityScanner.Lexing;

namespace SecurityScanner.Rules;

/// <summary>Tokens with the questions rules ask. Indexes outside the stream are no token.</summary>
internal sealed class TokenStream(string text, Language language, Token[] tokens)
{
    /// <summary>Longer calls are cut: keeps rules linear on hostile input.</summary>
    private const int MaxCallTokens = 200;
    private const int MaxPathSegments = 8;

    private readonly Dictionary<string, bool> _mentions = new(StringComparer.Ordinal);

    public string Source => text;

    /// <summary>Whether the file has a text anywhere; looked for once.</summary>
    public bool Mentions(string wanted)
    {
        if (!_mentions.TryGetValue(wanted, out var found))
        {
            found = text.Contains(wanted, StringComparison.Ordinal);
            _mentions.Add(wanted, found);
        }

        return found;
    }

    public Language Language => language;

    public int Count => tokens.Length;

    public Token this[int index] => tokens[index];

    public bool Has(int index) => index >= 0 && index < tokens.Length;

    public bool IsKind(int index, TokenKind kind) => Has(index) && tokens[index].Kind == kind;

    public bool IsString(int index) => IsKind(index, TokenKind.String);

    public bool IsIdentifier(int index) => IsKind(index, TokenKind.Identifier);

    public bool IsIdentifier(int index, string name) => IsIdentifier(index) && TextOf(index).SequenceEqual(name);

    public bool IsPunctuation(int index, char c) =>
        IsKind(index, TokenKind.Punctuation) && text[tokens[index].Start] == c;

    /// <summary>Two punctuation characters without anything between, such as <c>=&gt;</c>.</summary>
    public bool IsPunctuation(int index, char first, char second) =>
        IsPunctuation(index, first) && IsPunctuation(index + 1, second) && tokens[index].End == tokens[index + 1].Start;

    public ReadOnlySpan<char> TextOf(int index) =>
        Has(index) ? text.AsSpan(tokens[index].Start, tokens[index].End - tokens[index].Start) : default;

    /// <summary>A string's content, or an identifier without its quotes.</summary>
    public ReadOnlySpan<char> ContentOf(int index) =>
        Has(index)
            ? text.AsSpan(tokens[index].ContentStart, tokens[index].ContentEnd - tokens[index].ContentStart)
            : default;

    /// <summary>The dotted name that ends at an identifier: <c>subprocess.run</c>.</summary>
    public string PathEndingAt(int index)
    {
        if (!IsIdentifier(index))
        {
            return "";
        }

        var start = index;
        for (var i = 0; i < MaxPathSegments && IsPunctuation(start - 1, '.') && IsIdentifier(start - 2); i++)
        {
            start -= 2;
        }

        if (start == index)
        {
            return TextOf(index).ToString();
        }

        var path = new System.Text.StringBuilder();
        for (var i = start; i <= index; i++)
        {
            path.Append(TextOf(i));
        }

        return path.ToString();
    }

    /// <summary>Whether an identifier is called, and is not being declared.</summary>
    public bool IsCall(int index) =>
        IsIdentifier(index)
        && IsPunctuation(index + 1, '(')
        && !IsIdentifier(index - 1, "def")
        && !IsIdentifier(index - 1, "function");

    /// <summary>The arguments between a parenthesis and its partner: ranges of token indexes, ends exclusive.</summary>
    public List<Range> Arguments(int openParenthesis)
    {
        var arguments = new List<Range>();
        var start = openParenthesis + 1;
        var limit = Math.Min(tokens.Length, openParenthesis + MaxCallTokens);
        var depth = 0;
        var i = start;
        for (; i < limit; i++)
        {
            if (tokens[i].Kind != TokenKind.Punctuation)
            {
                continue;
            }

            switch (text[tokens[i].Start])
            {
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}' when depth == 0:
                    Add(arguments, start, i);
                    return arguments;
                case ')' or ']' or '}':
                    depth--;
                    break;
                case ',' when depth == 0:
                    Add(arguments, start, i);
                    start = i + 1;
                    break;
            }
        }

        Add(arguments, start, i);
        return arguments;
    }

    /// <summary>The name of the call whose arguments a token is among; empty when there is none near.</summary>
    public string EnclosingCall(int index)
    {
        var depth = 0;
        for (var i = index - 1; i >= 0 && index - i < MaxCallTokens / 2; i--)
        {
            if (tokens[i].Kind != TokenKind.Punctuation)
            {
                continue;
            }

            var c = text[tokens[i].Start];
            if (c is ')' or ']' or '}')
            {
                depth++;
            }
            else if (c is '(' or '[' or '{')
            {
                if (depth == 0)
                {
                    return c == '(' ? PathEndingAt(i - 1) : "";
                }

                depth--;
            }
            else if (c == ';')
            {
                return "";
            }
        }

        return "";
    }

    private static void Add(List<Range> arguments, int start, int end)
    {
        if (end > start)
        {
            arguments.Add(start..end);
        }
    }
}
