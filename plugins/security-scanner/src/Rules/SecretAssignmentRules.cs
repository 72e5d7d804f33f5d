using SecurityScanner.Lexing;
using SecurityScanner.Scanning;

namespace SecurityScanner.Rules;

/// <summary>Secrets that are known by the name they are given, and passwords inside addresses.</summary>
internal sealed class SecretAssignmentRules : RuleFamily
{
    private const int LeastKeyLength = 12;
    private const double LeastKeyEntropy = 3.0;

    private static readonly Rule s_password = new(
        "hardcoded-password",
        Severity.High,
        "CWE-798",
        "Possible hardcoded password",
        "A hardcoded password is in the hands of everybody who can read the source, and cannot be changed without a release.",
        "Read it from the environment or a secret store, and change it."
    );

    private static readonly Rule s_secret = s_password with
    {
        Id = "hardcoded-secret",
        Title = "Possible hardcoded secret",
        Description = "A hardcoded key or token is in the hands of everybody who can read the source.",
    };

    private static readonly Rule s_address = s_password with
    {
        Id = "password-in-url",
        Title = "Password hardcoded in an address",
        Description =
            "An address with a hardcoded password gives it to everybody who can read the source, and to logs.",
    };

    public override IReadOnlyList<Rule> Rules => [s_password, s_secret, s_address];

    public override void Scan(TokenStream code, FindingSink sink)
    {
        for (var i = 0; i < code.Count; i++)
        {
            if (!code.IsString(i))
            {
                continue;
            }

            ScanAddress(code, i, sink);
            if (
                code[i].Holes is not { Count: > 0 }
                && !IsOperand(code, i + 1)
                && NameBefore(code, i) is { Length: > 0 } name
            )
            {
                ScanValue(code, i, SecretName.Of(name), sink);
            }
        }
    }

    private static void ScanValue(TokenStream code, int index, SecretNameKind kind, FindingSink sink)
    {
        var value = code.ContentOf(index);
        if (kind == SecretNameKind.None || Placeholders.IsPlaceholder(value))
        {
            return;
        }

        var isData = code.Language is Language.Json or Language.Yaml;
        var onlyLetters = !value.ContainsAnyExcept(s_letters);
        if (isData && onlyLetters)
        {
            // A translation or a type's name.
            return;
        }

        var span = new TextSpan(code[index].ContentStart, code[index].ContentEnd);
        if (kind == SecretNameKind.Password)
        {
            sink.ReportSecret(s_password, span);
        }
        else if (
            value.Length >= LeastKeyLength
            && value.ContainsAnyInRange('0', '9')
            && Placeholders.Entropy(value) >= LeastKeyEntropy
        )
        {
            sink.ReportSecret(s_secret, span);
        }
    }

    private static readonly System.Buffers.SearchValues<char> s_letters = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäöüßéèêàâôûîçñ-_."
    );

    /// <summary>The name a value is given: <c>name = "…"</c>, <c>name: "…"</c>, <c>["name"] = "…"</c>, <c>name: str = "…"</c>, <c>Name =&gt; "…"</c>.</summary>
    private static ReadOnlySpan<char> NameBefore(TokenStream code, int value)
    {
        var sign = value - 1;
        if (code.IsPunctuation(sign - 1, '=', '>'))
        {
            sign--;
        }
        else if (!code.IsPunctuation(sign, '=') && !code.IsPunctuation(sign, ':'))
        {
            return default;
        }

        var name = sign - 1;
        if (code.IsPunctuation(name, ']'))
        {
            name--;
        }
        else if (code.IsPunctuation(name, '?'))
        {
            // A conditional's second arm, or TypeScript's optional member, which has no value.
            return default;
        }
        else if (
            code.IsPunctuation(sign, '=')
            && code.IsIdentifier(name)
            && code.IsPunctuation(name - 1, ':')
            && code.IsIdentifier(name - 2)
        )
        {
            name -= 2;
        }

        return code.IsIdentifier(name) || code.IsString(name) ? code.ContentOf(name) : default;
    }

    private static bool IsOperand(TokenStream code, int behind) =>
        code.IsPunctuation(behind, '+')
        || code.IsPunctuation(behind, '%')
        || code.IsPunctuation(behind, '.')
        || code.IsPunctuation(behind, '?');

    private static void ScanAddress(TokenStream code, int index, FindingSink sink)
    {
        var text = code.ContentOf(index);
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme is < 2 or > 20)
        {
            return;
        }

        var authority = text[(scheme + 3)..];
        var end = authority.IndexOfAny("/?# \\");
        authority = end < 0 ? authority : authority[..end];
        var at = authority.LastIndexOf('@');
        var colon = at < 0 ? -1 : authority[..at].IndexOf(':');
        if (colon < 0)
        {
            return;
        }

        var password = authority[(colon + 1)..at];
        if (!Placeholders.IsPlaceholder(password) && !password.ContainsAny("{}"))
        {
            var start = code[index].ContentStart + scheme + 3 + colon + 1;
            sink.ReportSecret(s_address, new TextSpan(start, start + password.Length));
        }
    }
}
