namespace SecurityScanner.Rules;

/// <summary>A kind of secret that begins with a fixed prefix.</summary>
/// <param name="Rule">The rule that reports it.</param>
/// <param name="Prefix">How it begins.</param>
/// <param name="Least">The fewest characters behind the prefix.</param>
/// <param name="Most">The most characters behind the prefix.</param>
/// <param name="IsPart">Which characters.</param>
internal sealed record TokenForm(Rule Rule, string Prefix, int Least, int Most, Func<char, bool> IsPart)
{
    /// <summary>The length of the secret a text begins with; 0 when it begins with none.</summary>
    public int Length(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return 0;
        }

        var body = text[Prefix.Length..];
        var length = 0;
        while (length < body.Length && length <= Most && IsPart(body[length]))
        {
            length++;
        }

        var isSecret = length >= Least && length <= Most && !Placeholders.IsFiller(body[..length]);
        return isSecret ? Prefix.Length + length : 0;
    }
}
