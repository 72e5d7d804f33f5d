using System.Buffers;
using SecurityScanner.Lexing;
using SecurityScanner.Scanning;

namespace SecurityScanner.Rules;

/// <summary>Secrets that are known by their form, wherever they stand: strings, comments, test code.</summary>
internal sealed class SecretTokenRules : RuleFamily
{
    /// <summary>Tokens begin with their kind, which tells a person which one it is; passwords show nothing.</summary>
    private const int KeptOfToken = 4;

    private static readonly TokenForm[] s_forms =
    [
        new(Make("aws-access-key", "AWS access key"), "AKIA", 16, 16, IsUpperOrDigit),
        new(Make("aws-access-key", "AWS access key"), "ASIA", 16, 16, IsUpperOrDigit),
        new(Make("github-token", "GitHub token"), "ghp_", 36, 251, char.IsAsciiLetterOrDigit),
        new(Make("github-token", "GitHub token"), "gho_", 36, 251, char.IsAsciiLetterOrDigit),
        new(Make("github-token", "GitHub token"), "ghu_", 36, 251, char.IsAsciiLetterOrDigit),
        new(Make("github-token", "GitHub token"), "ghs_", 36, 251, char.IsAsciiLetterOrDigit),
        new(Make("github-token", "GitHub token"), "ghr_", 36, 251, char.IsAsciiLetterOrDigit),
        new(Make("github-token", "GitHub token"), "github_pat_", 60, 251, IsWord),
        new(Make("gitlab-token", "GitLab token"), "glpat-", 20, 64, IsWordOrDash),
        new(Make("slack-token", "Slack token"), "xoxb-", 20, 128, IsWordOrDash),
        new(Make("slack-token", "Slack token"), "xoxp-", 20, 128, IsWordOrDash),
        new(Make("slack-token", "Slack token"), "xoxa-", 20, 128, IsWordOrDash),
        new(Make("slack-token", "Slack token"), "xoxr-", 20, 128, IsWordOrDash),
        new(Make("slack-token", "Slack token"), "xoxs-", 20, 128, IsWordOrDash),
        new(Make("slack-webhook", "Slack webhook address"), "hooks.slack.com/services/T", 24, 80, IsPath),
        new(Make("google-api-key", "Google API key"), "AIza", 35, 35, IsWordOrDash),
        new(Make("stripe-key", "Stripe live key"), "sk_live_", 20, 128, char.IsAsciiLetterOrDigit),
        new(Make("stripe-key", "Stripe live key"), "rk_live_", 20, 128, char.IsAsciiLetterOrDigit),
        new(Make("npm-token", "npm token"), "npm_", 36, 36, char.IsAsciiLetterOrDigit),
    ];

    private static readonly Rule s_privateKey = Make("private-key", "private key");
    private static readonly Rule s_jwt = Make("jwt", "JSON Web Token") with { Severity = Severity.High };

    private static readonly SearchValues<string> s_beginnings = SearchValues.Create(
        [.. s_forms.Select(form => form.Prefix), PrivateKeyText.Begin, JwtText.Prefix],
        StringComparison.Ordinal
    );

    public override IReadOnlyList<Rule> Rules =>
        [.. s_forms.Select(form => form.Rule).DistinctBy(rule => rule.Id, StringComparer.Ordinal), s_privateKey, s_jwt];

    public override bool AppliesToTests => true;

    public override void Scan(TokenStream code, FindingSink sink)
    {
        for (var i = 0; i < code.Count; i++)
        {
            if (code.IsString(i))
            {
                ScanText(code.Source, code[i].ContentStart, code[i].ContentEnd, sink);
            }
        }
    }

    public override void ScanComment(string text, Token comment, FindingSink sink) =>
        ScanText(text, comment.Start, comment.End, sink);

    private static void ScanText(string text, int start, int end, FindingSink sink)
    {
        var at = start;
        while (at < end)
        {
            var offset = text.AsSpan(at, end - at).IndexOfAny(s_beginnings);
            if (offset < 0)
            {
                return;
            }

            at += offset;
            at = Math.Max(at + 1, ScanAt(text, at, start, end, sink));
        }
    }

    private static int ScanAt(string text, int at, int start, int end, FindingSink sink)
    {
        var rest = text.AsSpan(at, end - at);
        if (PrivateKeyText.Length(rest) is > 0 and var keyLength)
        {
            sink.ReportSecret(s_privateKey, new TextSpan(at, at + keyLength), shown: KeptOfToken);
            return at + keyLength;
        }

        var bounded = at == start || !IsWord(text[at - 1]);
        if (bounded && JwtText.Length(rest) is > 0 and var jwtLength)
        {
            sink.ReportSecret(s_jwt, new TextSpan(at, at + jwtLength), shown: KeptOfToken);
            return at + jwtLength;
        }

        foreach (var form in s_forms)
        {
            if (form.Length(rest) is > 0 and var length && (bounded || !char.IsAsciiLetterOrDigit(form.Prefix[0])))
            {
                sink.ReportSecret(form.Rule, new TextSpan(at, at + length), shown: KeptOfToken);
                return at + length;
            }
        }

        return at;
    }

    private static Rule Make(string id, string what) =>
        new(
            id,
            Severity.Critical,
            "CWE-798",
            $"Hardcoded {what}",
            $"This looks like a {what}. Everybody who can read the source has it.",
            "Revoke it, take it out of the history, and read its successor from the environment or a secret store."
        );

    private static bool IsUpperOrDigit(char c) => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c);

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static bool IsWordOrDash(char c) => IsWord(c) || c == '-';

    private static bool IsPath(char c) => IsWordOrDash(c) || c == '/';
}
