namespace Speckit.JsonSchema.Patterns;

/// <summary>A set of Unicode scalar values, as ranges in order that neither touch nor overlap.</summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;

    /// <summary>No text that is matched holds half a surrogate pair, so no set holds one either.</summary>
    private static readonly (int First, int Last) Surrogates = (0xD800, 0xDFFF);

    public static readonly CodePointSet Digits = Of(('0', '9'));

    public static readonly CodePointSet Word = Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    /// <summary>WhiteSpace and LineTerminator of ECMA-262.</summary>
    public static readonly CodePointSet Space = Of(
        (0x09, 0x0D),
        (0x20, 0x20),
        (0xA0, 0xA0),
        (0x1680, 0x1680),
        (0x2000, 0x200A),
        (0x2028, 0x2029),
        (0x202F, 0x202F),
        (0x205F, 0x205F),
        (0x3000, 0x3000),
        (0xFEFF, 0xFEFF)
    );

    /// <summary>What a dot matches: all but the line terminators.</summary>
    public static readonly CodePointSet Dot = Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)).Complement();

    private CodePointSet(IReadOnlyList<(int First, int Last)> ranges) => Ranges = ranges;

    public IReadOnlyList<(int First, int Last)> Ranges { get; }

    public static CodePointSet Of(params IEnumerable<(int First, int Last)> ranges)
    {
        var merged = new List<(int First, int Last)>();
        foreach (var range in ranges.SelectMany(WithoutSurrogates).OrderBy(r => r.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            }
            else
            {
                merged.Add(range);
            }
        }

        return new CodePointSet(merged);
    }

    public CodePointSet Complement()
    {
        var gaps = new List<(int First, int Last)>();
        var next = 0;
        foreach (var (first, last) in Ranges)
        {
            if (first > next)
            {
                gaps.Add((next, first - 1));
            }

            next = last + 1;
        }

        if (next <= Last)
        {
            gaps.Add((next, Last));
        }

        return Of(gaps);
    }

    private static IEnumerable<(int First, int Last)> WithoutSurrogates((int First, int Last) range)
    {
        if (range.First < Surrogates.First)
        {
            yield return (range.First, Math.Min(range.Last, Surrogates.First - 1));
        }

        if (range.Last > Surrogates.Last)
        {
            yield return (Math.Max(range.First, Surrogates.Last + 1), range.Last);
        }
    }
}
