using System.Globalization;
using System.Text;

namespace Speckit.JsonSchema.Patterns;

/// <summary>Writes code points as .NET expressions over UTF-16, in which those above U+FFFF are pairs.</summary>
internal static class CodePointWriter
{
    private const int FirstAstral = 0x10000;

    public static void Write(StringBuilder to, int codePoint) => Write(to, CodePointSet.Of((codePoint, codePoint)));

    public static void Write(StringBuilder to, CodePointSet set)
    {
        var basic = set.Ranges.Where(r => r.First < FirstAstral).ToList();
        var astral = set
            .Ranges.Where(r => r.Last >= FirstAstral)
            .Select(r => (First: Math.Max(r.First, FirstAstral), r.Last))
            .ToList();
        if (basic.Count == 0 && astral.Count == 0)
        {
            // Nothing matches an empty class.
            to.Append("[^\\s\\S]");
            return;
        }

        if (astral.Count == 0)
        {
            WriteClass(to, basic);
            return;
        }

        var separator = "(?:";
        if (basic.Count > 0)
        {
            WriteClass(to.Append(separator), basic);
            separator = "|";
        }

        foreach (var (first, last) in astral)
        {
            foreach (var (highs, lows) in Pairs(first, last))
            {
                WriteClass(to.Append(separator), [highs]);
                WriteClass(to, [lows]);
                separator = "|";
            }
        }

        to.Append(')');
    }

    /// <summary>The range as at most three rectangles of high and low surrogates.</summary>
    private static IEnumerable<((int, int) Highs, (int, int) Lows)> Pairs(int first, int last)
    {
        var (high, low) = (High(first), Low(first));
        var (lastHigh, lastLow) = (High(last), Low(last));
        if (high == lastHigh)
        {
            yield return ((high, high), (low, lastLow));
            yield break;
        }

        if (low != 0xDC00)
        {
            yield return ((high, high), (low, 0xDFFF));
            high++;
        }

        var fullHigh = lastLow == 0xDFFF ? lastHigh : lastHigh - 1;
        if (high <= fullHigh)
        {
            yield return ((high, fullHigh), (0xDC00, 0xDFFF));
        }

        if (fullHigh != lastHigh)
        {
            yield return ((lastHigh, lastHigh), (0xDC00, lastLow));
        }
    }

    private static int High(int codePoint) => 0xD800 + ((codePoint - FirstAstral) >> 10);

    private static int Low(int codePoint) => 0xDC00 + (codePoint & 0x3FF);

    private static void WriteClass(StringBuilder to, IReadOnlyList<(int First, int Last)> ranges)
    {
        to.Append('[');
        foreach (var (first, last) in ranges)
        {
            WriteUnit(to, first);
            if (last > first)
            {
                to.Append('-');
                WriteUnit(to, Math.Min(last, 0xFFFF));
            }
        }

        to.Append(']');
    }

    private static void WriteUnit(StringBuilder to, int unit) =>
        to.Append(CultureInfo.InvariantCulture, $"\\u{unit:X4}");
}
