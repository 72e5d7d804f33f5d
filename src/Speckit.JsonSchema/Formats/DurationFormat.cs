namespace Speckit.JsonSchema.Formats;

/// <summary>Durations of ISO 8601 by the grammar of RFC 3339, appendix A.</summary>
internal static class DurationFormat
{
    public static bool IsValid(string text)
    {
        if (text is not ['P', _, ..])
        {
            return false;
        }

        var rest = text.AsSpan(1);
        if (rest[^1] == 'W')
        {
            return rest.Length > 1 && rest[..^1].IndexOfAnyExceptInRange('0', '9') < 0;
        }

        var time = rest.IndexOf('T');
        return time < 0
            ? IsUnits(rest, "YMD")
            : (time == 0 || IsUnits(rest[..time], "YMD")) && IsUnits(rest[(time + 1)..], "HMS");
    }

    /// <summary>At least one number with its unit; units in order and without a gap between the first and the last.</summary>
    private static bool IsUnits(ReadOnlySpan<char> text, string units)
    {
        var last = -1;
        do
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0)
            {
                return false;
            }

            var unit = units.IndexOf(text[digits], StringComparison.Ordinal);
            if (unit < 0 || unit <= last || (last >= 0 && unit != last + 1))
            {
                return false;
            }

            last = unit;
            text = text[(digits + 1)..];
        } while (text.Length > 0);

        return true;
    }
}
