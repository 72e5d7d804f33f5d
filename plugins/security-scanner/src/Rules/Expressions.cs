using SecurityScanner.Lexing;

namespace SecurityScanner.Rules;

/// <summary>How an expression comes by its text.</summary>
internal enum Composition
{
    /// <summary>Literals and constants alone.</summary>
    Constant,

    /// <summary>A variable or a call: made elsewhere.</summary>
    Opaque,

    /// <summary>A literal joined with something that varies.</summary>
    Built,
}

/// <summary>Tells texts that are written down from texts that are put together.</summary>
internal static class Expressions
{
    private static readonly HashSet<string> s_constants = new(StringComparer.Ordinal)
    {
        "None",
        "True",
        "False",
        "null",
        "undefined",
        "true",
        "false",
        "const",
        "nameof",
        "new",
        "string",
        "String",
        "await",
        "byte",
        "format",
        "Format",
    };

    /// <summary>How a range of tokens comes by its text.</summary>
    public static Composition Classify(TokenStream code, Range range)
    {
        var (start, end) = (range.Start.Value, range.End.Value);
        var hasString = false;
        var varies = false;
        for (var i = start; i < end; i++)
        {
            if (code.IsString(i))
            {
                hasString = true;
                if (HasVaryingHoles(code, i))
                {
                    return Composition.Built;
                }
            }
            else if (code.IsIdentifier(i) && !IsConstantName(code.TextOf(i)) && !code.IsPunctuation(i + 1, '='))
            {
                if (IsQuoting(code.TextOf(i)))
                {
                    return Composition.Constant;
                }

                varies = true;
            }
        }

        return !varies ? Composition.Constant
            : hasString && Joins(code, start, end) ? Composition.Built
            : Composition.Opaque;
    }

    /// <summary>Whether a call's arguments are literals and constants alone; stops at the first token that is not.</summary>
    public static bool HasConstantArguments(TokenStream code, int openParenthesis)
    {
        var depth = 0;
        for (var i = openParenthesis; code.Has(i); i++)
        {
            var varies = code.IsString(i)
                ? HasVaryingHoles(code, i)
                : code.IsIdentifier(i) && !IsConstantName(code.TextOf(i)) && !code.IsPunctuation(i + 1, '=');
            if (varies)
            {
                return false;
            }

            depth += code.IsPunctuation(i, '(') ? 1 : 0;
            depth -= code.IsPunctuation(i, ')') ? 1 : 0;
            if (depth == 0)
            {
                break;
            }
        }

        return true;
    }

    /// <summary>Whether an interpolated string has an expression that is no constant, number conversion or quoting.</summary>
    public static bool HasVaryingHoles(TokenStream code, int index) =>
        code[index].Holes is { } holes
        && holes.Any(hole => Varies(code.Source.AsSpan(hole.Start, hole.End - hole.Start)));

    /// <summary>Whether a name is one by which constants are called: <c>MAX_SIZE</c>.</summary>
    public static bool IsConstantName(ReadOnlySpan<char> name)
    {
        if (s_constants.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name))
        {
            return true;
        }

        var letters = 0;
        foreach (var c in name)
        {
            if (char.IsAsciiLetterLower(c) || (!char.IsAsciiLetterOrDigit(c) && c != '_'))
            {
                return false;
            }

            letters += char.IsAsciiLetterUpper(c) ? 1 : 0;
        }

        return letters > 1;
    }

    private static bool Joins(TokenStream code, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            var joined =
                code.IsPunctuation(i, '+')
                || (code.Language == Language.Python && code.IsPunctuation(i, '%'))
                || (code.IsIdentifier(i) && code.IsPunctuation(i + 1, '(') && IsFormatting(code.TextOf(i)));
            if (joined)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFormatting(ReadOnlySpan<char> name) =>
        name is "format" or "Format" or "concat" or "Concat" or "join" or "Join";

    private static bool IsQuoting(ReadOnlySpan<char> name) =>
        name is "quote" or "shellescape" or "escapeshellarg" or "list2cmdline";

    private static bool Varies(ReadOnlySpan<char> hole)
    {
        var expression = hole.Trim();
        if (expression.IsEmpty || IsConstantPath(expression))
        {
            return false;
        }

        foreach (
            var safe in (ReadOnlySpan<string>)
                ["int(", "float(", "len(", "nameof(", "Number(", "parseInt(", "shlex.quote(", "quote("]
        )
        {
            if (expression.StartsWith(safe, StringComparison.Ordinal) && expression[^1] == ')')
            {
                return false;
            }
        }

        // ids.map(() => '?').join(', ') makes placeholders, not values.
        return !(
            expression.Contains("'?'", StringComparison.Ordinal)
            || expression.Contains("\"?\"", StringComparison.Ordinal)
        );
    }

    private static bool IsConstantPath(ReadOnlySpan<char> expression)
    {
        var name = expression[(expression.LastIndexOf('.') + 1)..];
        return IsConstantName(name) || !expression.ContainsAnyExceptInRange('0', '9');
    }
}
