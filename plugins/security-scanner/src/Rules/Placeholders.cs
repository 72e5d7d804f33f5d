namespace SecurityScanner.Rules;

/// <summary>Tells values that stand for a secret from secrets.</summary>
internal static class Placeholders
{
    private const double LeastPasswordEntropy = 1.5;

    private static readonly string[] s_parts =
    [
        "example",
        "changeme",
        "change_me",
        "change-me",
        "placeholder",
        "dummy",
        "your",
        "xxxx",
        "****",
        "todo",
        "fixme",
        "redacted",
        "<",
        ">",
        "${",
        "{{",
        "}}",
        "%(",
        "#{",
        "sample",
        "insert_",
        "replace_",
        "replace-",
        "env:",
        "vault:",
        "secrets.",
        "process.env",
        "os.environ",
        "getenv",
        "...",
        "enc[",
        "arn:aws",
    ];

    /// <summary>Words that name a secret; a value that is one and has no digit is a label.</summary>
    private static readonly string[] s_labels =
    [
        "password",
        "passwd",
        "secret",
        "token",
        "apikey",
        "api_key",
        "api-key",
        "credential",
    ];

    private static readonly HashSet<string> s_values = new(StringComparer.OrdinalIgnoreCase)
    {
        "string",
        "none",
        "null",
        "undefined",
        "true",
        "false",
        "test",
        "foo",
        "bar",
        "baz",
        "empty",
        "bearer",
        "basic",
        "n/a",
        "text",
        "input",
        "value",
        "unset",
        "optional",
        "required",
    };

    /// <summary>Whether a value is no secret.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<char> value)
    {
        if (
            value.Length < 4
            || value.ContainsAny(" \t\r\n")
            || value[0] is '$' or '/' or '.' or '%' or '@' or '*' or '&' or '!'
        )
        {
            return true;
        }

        if (
            s_values.GetAlternateLookup<ReadOnlySpan<char>>().Contains(value)
            || value.Contains("://", StringComparison.Ordinal)
        )
        {
            return true;
        }

        foreach (var part in s_parts)
        {
            if (value.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return IsLabel(value) || Entropy(value) < LeastPasswordEntropy;
    }

    /// <summary>Whether the body of a token is filler: <c>xxxxxxxx</c>, <c>EXAMPLE</c>, <c>123456…</c> in a row.</summary>
    public static bool IsFiller(ReadOnlySpan<char> body) =>
        body.Contains("EXAMPLE", StringComparison.OrdinalIgnoreCase)
        || body.Contains("xxxx", StringComparison.OrdinalIgnoreCase)
        || body.Contains("0000000", StringComparison.Ordinal)
        || body.Contains("your", StringComparison.OrdinalIgnoreCase)
        || Entropy(body) < 2.5;

    /// <summary>Bits a character (Shannon), over the characters that occur.</summary>
    public static double Entropy(ReadOnlySpan<char> text)
    {
        var counts = new Dictionary<char, int>();
        foreach (var c in text)
        {
            counts[c] = counts.GetValueOrDefault(c) + 1;
        }

        var entropy = 0.0;
        foreach (var count in counts.Values)
        {
            var share = (double)count / text.Length;
            entropy -= share * Math.Log2(share);
        }

        return entropy;
    }

    private static bool IsLabel(ReadOnlySpan<char> value)
    {
        if (value.ContainsAnyInRange('0', '9'))
        {
            return false;
        }

        foreach (var label in s_labels)
        {
            if (value.Contains(label, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
