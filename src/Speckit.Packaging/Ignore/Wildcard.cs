namespace Speckit.Packaging.Ignore;

/// <summary>Matching with at most one place to go back to: time grows with the product of the lengths, never faster.</summary>
internal static class Wildcard
{
    /// <summary>Whether a name matches a pattern of <c>*</c> (any characters), <c>?</c> (one) and <c>\</c> (the next one as it is).</summary>
    internal static bool Matches(Glyph[] pattern, string name) =>
        Match(
            pattern.Length,
            name.Length,
            i => pattern[i].Kind == GlyphKind.Any,
            (i, at) => pattern[i].Matches(name[at])
        );

    /// <summary>Whether components match patterns of components, where <c>**</c> stands for any number of them.</summary>
    internal static bool Matches(Segment[] pattern, string[] components) =>
        Match(
            pattern.Length,
            components.Length,
            i => pattern[i].IsAny,
            (i, at) => Matches(pattern[i].Glyphs, components[at])
        );

    private static bool Match(int patternLength, int length, Func<int, bool> isAny, Func<int, int, bool> one)
    {
        var (i, at) = (0, 0);
        var (starAt, resumeAt) = (-1, 0);
        while (at < length)
        {
            if (i < patternLength && isAny(i))
            {
                (starAt, resumeAt) = (i++, at);
            }
            else if (i < patternLength && one(i, at))
            {
                i++;
                at++;
            }
            else if (starAt >= 0)
            {
                i = starAt + 1;
                at = ++resumeAt;
            }
            else
            {
                return false;
            }
        }

        while (i < patternLength && isAny(i))
        {
            i++;
        }

        return i == patternLength;
    }
}

/// <summary>What a sign of a pattern stands for.</summary>
internal enum GlyphKind
{
    Literal,
    One,
    Any,
}

/// <summary>A sign of a pattern.</summary>
internal readonly record struct Glyph(GlyphKind Kind, char Character = '\0')
{
    internal bool Matches(char character) =>
        Kind == GlyphKind.One || (Kind == GlyphKind.Literal && Character == character);
}

/// <summary>The pattern of one component, or <c>**</c>.</summary>
internal readonly record struct Segment(bool IsAny, Glyph[] Glyphs);
