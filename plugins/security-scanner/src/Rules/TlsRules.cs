using SecurityScanner.Lexing;
using SecurityScanner.Scanning;

namespace SecurityScanner.Rules;

/// <summary>Certificate checks that are switched off.</summary>
internal sealed class TlsRules : RuleFamily
{
    private static readonly Rule s_disabled = new(
        "tls-verification-disabled",
        Severity.High,
        "CWE-295",
        "TLS certificate check switched off",
        "Without the check anybody on the way can read and change what is sent.",
        "Leave the check on; for a private certificate authority, trust its certificate."
    );

    private static readonly HashSet<string> s_callbacks = new(StringComparer.Ordinal)
    {
        "ServerCertificateCustomValidationCallback",
        "ServerCertificateValidationCallback",
        "RemoteCertificateValidationCallback",
    };

    /// <summary>Settings that must not be off, without case and separators.</summary>
    private static readonly HashSet<string> s_mustBeOn = new(StringComparer.Ordinal)
    {
        "rejectunauthorized",
        "strictssl",
        "sslverify",
        "verifyssl",
        "validatecerts",
        "nodetlsrejectunauthorized",
        "tlsverify",
        "verifytls",
    };

    /// <summary>Settings that must not be on, without case and separators.</summary>
    private static readonly HashSet<string> s_mustBeOff = new(StringComparer.Ordinal)
    {
        "insecureskipverify",
        "insecureskiptlsverify",
        "tlsskipverify",
        "skiptlsverify",
        "skipsslverification",
        "tlsinsecure",
    };

    public override IReadOnlyList<Rule> Rules => [s_disabled];

    public override void Scan(TokenStream code, FindingSink sink)
    {
        for (var i = 0; i < code.Count; i++)
        {
            var found = code.Language switch
            {
                Language.Python => IsPython(code, i),
                Language.JavaScript => IsJavaScript(code, i),
                Language.CSharp => IsCSharp(code, i),
                _ => IsSetting(code, i),
            };
            if (found)
            {
                sink.Report(s_disabled, code[i].Start);
            }
        }
    }

    private static bool IsPython(TokenStream code, int index)
    {
        if (!code.IsIdentifier(index))
        {
            return false;
        }

        if (code.TextOf(index) is "_create_unverified_context" or "_https_verify_certificates")
        {
            return code.IsPunctuation(index - 1, '.');
        }

        if (!code.IsPunctuation(index + 1, '=') || code.IsPunctuation(index + 2, '='))
        {
            return false;
        }

        return code.TextOf(index) switch
        {
            "verify" => code.IsIdentifier(index + 2, "False")
                && (
                    code.IsPunctuation(index - 1, '(')
                    || code.IsPunctuation(index - 1, ',')
                    || code.IsPunctuation(index - 1, '.')
                ),
            "check_hostname" or "verify_ssl" => code.IsIdentifier(index + 2, "False"),
            "verify_mode" or "cert_reqs" => IsNoCertificate(code, index + 2),
            _ => false,
        };
    }

    private static bool IsNoCertificate(TokenStream code, int at) =>
        code.IsIdentifier(at, "CERT_NONE")
        || (code.IsPunctuation(at + 1, '.') && code.IsIdentifier(at + 2, "CERT_NONE"))
        || (code.IsString(at) && code.ContentOf(at) is "CERT_NONE");

    private static bool IsJavaScript(TokenStream code, int index)
    {
        if (
            code.TextOf(index) is "NODE_TLS_REJECT_UNAUTHORIZED"
            || code.ContentOf(index) is "NODE_TLS_REJECT_UNAUTHORIZED"
        )
        {
            var at = code.IsPunctuation(index + 1, ']') ? index + 2 : index + 1;
            return (code.IsPunctuation(at, '=') || code.IsPunctuation(at, ':')) && code.ContentOf(at + 1) is "0";
        }

        return (
                code.TextOf(index) is "rejectUnauthorized" or "strictSSL"
                || (code.IsString(index) && code.ContentOf(index) is "rejectUnauthorized" or "strictSSL")
            )
            && (code.IsPunctuation(index + 1, ':') || code.IsPunctuation(index + 1, '='))
            && code.IsIdentifier(index + 2, "false");
    }

    private static bool IsCSharp(TokenStream code, int index)
    {
        if (!code.IsIdentifier(index))
        {
            return false;
        }

        if (code.IsIdentifier(index, "DangerousAcceptAnyServerCertificateValidator"))
        {
            return true;
        }

        return s_callbacks.GetAlternateLookup<ReadOnlySpan<char>>().Contains(code.TextOf(index))
            && AcceptsAll(code, index + 1);
    }

    /// <summary>Whether what is assigned or passed here is <c>(…) =&gt; true</c> or <c>{ return true; }</c> alone.</summary>
    private static bool AcceptsAll(TokenStream code, int at)
    {
        const int Near = 24;
        for (var i = at; i < at + Near && code.Has(i) && !code.IsPunctuation(i, ';'); i++)
        {
            if (code.IsPunctuation(i, '=', '>'))
            {
                return code.IsIdentifier(i + 2, "true") && !code.IsPunctuation(i + 3, '&') || IsReturnTrue(code, i + 2);
            }

            if (IsReturnTrue(code, i))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsReturnTrue(TokenStream code, int at) =>
        code.IsPunctuation(at, '{')
        && code.IsIdentifier(at + 1, "return")
        && code.IsIdentifier(at + 2, "true")
        && code.IsPunctuation(at + 3, ';');

    private static bool IsSetting(TokenStream code, int index)
    {
        if (!code.IsPunctuation(index + 1, ':') || !(code.IsString(index) || code.IsIdentifier(index)))
        {
            return false;
        }

        var name = Normalize(code.ContentOf(index));
        return (s_mustBeOn.Contains(name) && code.ContentOf(index + 2) is "false" or "False" or "0" or "no" or "off")
            || (s_mustBeOff.Contains(name) && code.ContentOf(index + 2) is "true" or "True" or "1" or "yes" or "on");
    }

    private static string Normalize(ReadOnlySpan<char> name)
    {
        const int Longest = 64;
        if (name.Length > Longest)
        {
            return "";
        }

        var normal = new System.Text.StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (c is not ('-' or '_' or '.'))
            {
                normal.Append(char.ToLowerInvariant(c));
            }
        }

        return normal.ToString();
    }
}
