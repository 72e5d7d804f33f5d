using SecurityScanner.Lexing;

namespace SecurityScanner.Scanning;

/// <summary>
/// Comments that silence findings: <c>speckit: ignore</c> all rules, <c>speckit: ignore[sql-injection, weak-hash]</c> those.
/// A comment behind code is for its line, a comment on a line of its own for the next line.
/// </summary>
internal sealed class Suppressions
{
    private const string Marker = "speckit: ignore";

    private readonly Dictionary<int, HashSet<string>?> _lines = [];

    public Suppressions(SourceFile file, IReadOnlyList<Token> comments)
    {
        foreach (var comment in comments)
        {
            var text = file.Text.AsSpan(comment.Start, comment.End - comment.Start);
            var marker = text.IndexOf(Marker, StringComparison.OrdinalIgnoreCase);
            if (marker >= 0)
            {
                Add(LineFor(file, comment), Rules(text[(marker + Marker.Length)..]));
            }
        }
    }

    /// <summary>Whether a rule is silenced on a line.</summary>
    public bool Covers(int line, string rule) =>
        _lines.TryGetValue(line, out var rules) && (rules is null || rules.Contains(rule));

    private void Add(int line, HashSet<string>? rules)
    {
        if (rules is not null && _lines.TryGetValue(line, out var known) && known is not null)
        {
            rules.UnionWith(known);
        }

        _lines[line] = rules;
    }

    private static int LineFor(SourceFile file, Token comment)
    {
        var (first, _) = file.Position(comment.Start);
        var before = file.Text.AsSpan(file.Line(first).Start, comment.Start - file.Line(first).Start);
        var (last, _) = file.Position(Math.Max(comment.Start, comment.End - 1));
        return before.IsWhiteSpace() ? last + 1 : first;
    }

    private static HashSet<string>? Rules(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != '[')
        {
            return null;
        }

        var close = text.IndexOf(']');
        var list = close < 0 ? text[1..] : text[1..close];
        return
        [
            .. list.ToString()
                .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        ];
    }
}
