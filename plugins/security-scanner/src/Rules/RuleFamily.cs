namespace SecurityScanner.Rules;

/// <summary>Rules that look for one kind of weakness in all languages. Stateless: one serves all files at once.</summary>
internal abstract class RuleFamily
{
    /// <summary>The rules it reports.</summary>
    public abstract IReadOnlyList<Rule> Rules { get; }

    /// <summary>Whether it looks at test code too, where fixed passwords and weak hashes are ordinary.</summary>
    public virtual bool AppliesToTests => false;

    /// <summary>Looks at one stream of tokens: the file's code, or the code of one interpolation.</summary>
    public abstract void Scan(TokenStream code, FindingSink sink);

    /// <summary>Looks at a comment.</summary>
    public virtual void ScanComment(string text, Lexing.Token comment, FindingSink sink) { }
}
