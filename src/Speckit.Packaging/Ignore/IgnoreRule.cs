namespace Speckit.Packaging.Ignore;

/// <summary>One line of <c>.specifyignore</c>, with the meaning it would have in <c>.gitignore</c>.</summary>
internal sealed class IgnoreRule
{
    private readonly Segment[] _segments;
    private readonly bool _directoriesOnly;

    private IgnoreRule(Segment[] segments, bool directoriesOnly, bool includes, bool secret)
    {
        _segments = segments;
        _directoriesOnly = directoriesOnly;
        Includes = includes;
        IsSecret = secret;
    }

    /// <summary>Whether it takes back what an earlier rule left out (<c>!</c>).</summary>
    internal bool Includes { get; }

    /// <summary>Whether what it leaves out deserves a warning.</summary>
    internal bool IsSecret { get; }

    /// <summary>Reads a line.</summary>
    /// <param name="line">Without its line feed.</param>
    /// <param name="rule">The rule; null for an empty line or a comment.</param>
    /// <param name="secret">Whether what it leaves out deserves a warning.</param>
    /// <returns>What is wrong with it, or null.</returns>
    internal static string? Parse(string line, out IgnoreRule? rule, bool secret = false)
    {
        rule = null;
        var text = TrimEnd(line);
        if (text.Length == 0 || text[0] == '#')
        {
            return null;
        }

        var includes = text[0] == '!';
        text = includes ? text[1..] : text;
        var directoriesOnly = text.EndsWith('/');
        text = directoriesOnly ? text[..^1] : text;
        var anchored = text.Contains('/', StringComparison.Ordinal);
        text = text.StartsWith('/') ? text[1..] : text;
        var segments = new List<Segment>();
        if (!anchored)
        {
            segments.Add(new Segment(IsAny: true, []));
        }

        foreach (var part in text.Split('/'))
        {
            var problem = ParseSegment(part, out var segment);
            if (problem is not null)
            {
                return problem;
            }

            segments.Add(segment);
        }

        // a/** is what is inside a, not a itself.
        if (segments[^1].IsAny)
        {
            segments.Add(new Segment(IsAny: false, [new Glyph(GlyphKind.Any)]));
        }

        rule = new IgnoreRule([.. segments], directoriesOnly, includes, secret);
        return null;
    }

    /// <summary>Whether it speaks of a path.</summary>
    internal bool Matches(string[] components, bool isDirectory) =>
        (isDirectory || !_directoriesOnly) && Wildcard.Matches(_segments, components);

    private static string? ParseSegment(string part, out Segment segment)
    {
        segment = new Segment(part.Length > 1 && part.All(c => c == '*'), []);
        if (segment.IsAny)
        {
            return null;
        }

        if (part.Length == 0)
        {
            return "it has an empty component";
        }

        var glyphs = new List<Glyph>(part.Length);
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] == '[')
            {
                return "character classes '[…]' are not supported; write '\\[' for the character itself";
            }

            var escaped = part[i] == '\\';
            if (escaped && ++i == part.Length)
            {
                return "it ends with a backslash";
            }

            glyphs.Add(
                part[i] switch
                {
                    '*' when !escaped => new Glyph(GlyphKind.Any),
                    '?' when !escaped => new Glyph(GlyphKind.One),
                    var character => new Glyph(GlyphKind.Literal, character),
                }
            );
        }

        segment = new Segment(IsAny: false, [.. glyphs]);
        return null;
    }

    // Trailing spaces do not count, unless a backslash is before them.
    private static string TrimEnd(string line)
    {
        var end = line.TrimEnd('\r').Length;
        while (end > 0 && line[end - 1] is ' ' or '\t' && !IsEscaped(line, end - 1))
        {
            end--;
        }

        return line[..end];
    }

    private static bool IsEscaped(string text, int at)
    {
        var backslashes = 0;
        while (at - backslashes > 0 && text[at - backslashes - 1] == '\\')
        {
            backslashes++;
        }

        return backslashes % 2 == 1;
    }
}
