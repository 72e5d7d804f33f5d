using SecurityScanner.Lexing;
using SecurityScanner.Scanning;

namespace SecurityScanner.Rules;

/// <summary>MD5 and SHA-1.</summary>
internal sealed class WeakHashRules : RuleFamily
{
    private static readonly Rule s_hash = new(
        "weak-hash",
        Severity.Medium,
        "CWE-328",
        "Weak hash function",
        "MD5 and SHA-1 are broken: two inputs with one digest can be made.",
        "Use SHA-256 or better; for passwords a password hash such as Argon2id, scrypt or PBKDF2."
    );

    private static readonly HashSet<string> s_cSharpTypes = new(StringComparer.Ordinal)
    {
        "MD5CryptoServiceProvider",
        "SHA1CryptoServiceProvider",
        "SHA1Managed",
        "MD5Cng",
        "SHA1Cng",
    };

    public override IReadOnlyList<Rule> Rules => [s_hash];

    public override void Scan(TokenStream code, FindingSink sink)
    {
        for (var i = 0; i < code.Count; i++)
        {
            var found = code.Language switch
            {
                Language.Python => IsPython(code, i),
                Language.JavaScript => IsJavaScript(code, i),
                Language.CSharp => IsCSharp(code, i),
                _ => false,
            };
            if (found)
            {
                sink.Report(s_hash, code[i].Start);
            }
        }
    }

    private static bool IsPython(TokenStream code, int index)
    {
        if (!code.IsIdentifier(index) || code.IsPunctuation(index + 1, '.'))
        {
            return IsPythonModule(code, index);
        }

        var path = code.PathEndingAt(index);
        if (path is "hashlib.md5" or "hashlib.sha1")
        {
            return !IsDeclaredHarmless(code, index + 1);
        }

        return path == "hashlib.new"
            && code.IsPunctuation(index + 1, '(')
            && IsWeakName(code.ContentOf(index + 2))
            && !IsDeclaredHarmless(code, index + 1);
    }

    private static bool IsPythonModule(TokenStream code, int index) =>
        code.TextOf(index) is "MD5" or "SHA1" or "SHA"
        && code.IsPunctuation(index + 1, '.')
        && code.IsIdentifier(index + 2, "new")
        && code.IsPunctuation(index + 3, '(');

    /// <summary>Python's own way to say that a digest guards nothing: <c>usedforsecurity=False</c>.</summary>
    private static bool IsDeclaredHarmless(TokenStream code, int parenthesis) =>
        code.IsPunctuation(parenthesis, '(')
        && code.Arguments(parenthesis)
            .Exists(argument =>
                code.IsIdentifier(argument.Start.Value, "usedforsecurity")
                && code.IsIdentifier(argument.End.Value - 1, "False")
            );

    private static bool IsJavaScript(TokenStream code, int index)
    {
        if (code.IsCall(index) && code.TextOf(index) is "createHash" or "createHmac")
        {
            return code.IsString(index + 2) && IsWeakName(code.ContentOf(index + 2));
        }

        return code.PathEndingAt(index) is "CryptoJS.MD5" or "CryptoJS.SHA1" && code.IsPunctuation(index + 1, '(');
    }

    private static bool IsCSharp(TokenStream code, int index)
    {
        if (!code.IsIdentifier(index))
        {
            return false;
        }

        var name = code.TextOf(index);
        if (name is "MD5" or "SHA1")
        {
            var afterDot =
                code.IsPunctuation(index + 1, '.')
                && code.TextOf(index + 2) is "Create" or "HashData" or "HashDataAsync" or "TryHashData";
            return afterDot
                || (code.IsPunctuation(index - 1, '.') && code.IsIdentifier(index - 2, "HashAlgorithmName"));
        }

        return code.IsIdentifier(index - 1, "new")
            && s_cSharpTypes.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);
    }

    private static bool IsWeakName(ReadOnlySpan<char> name) =>
        name.Equals("md5", StringComparison.OrdinalIgnoreCase)
        || name.Equals("sha1", StringComparison.OrdinalIgnoreCase)
        || name.Equals("sha-1", StringComparison.OrdinalIgnoreCase)
        || name.Equals("md4", StringComparison.OrdinalIgnoreCase);
}
