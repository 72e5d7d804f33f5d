namespace Speckit.JsonSchema.Formats;

/// <summary>Dates and times of RFC 3339 §5.6, with leap seconds where UTC has them: at 23:59:60.</summary>
internal static class DateTimeFormats
{
    private const int MinutesOfADay = 24 * 60;

    public static bool IsDateTime(string text) =>
        text.Length > 11 && text[10] is 'T' or 't' && IsDate(text.AsSpan(0, 10)) && IsTime(text.AsSpan(11));

    public static bool IsDate(string text) => IsDate(text.AsSpan());

    public static bool IsTime(string text) => IsTime(text.AsSpan());

    private static bool IsDate(ReadOnlySpan<char> text) =>
        text.Length == 10
        && text[4] == '-'
        && text[7] == '-'
        && Number(text[..4]) is { } year
        && Number(text[5..7]) is >= 1 and <= 12 and var month
        && Number(text[8..]) is >= 1 and var day
        && day <= DaysIn(year, month);

    private static int DaysIn(int year, int month)
    {
        var leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month switch
        {
            2 => leap ? 29 : 28,
            4 or 6 or 9 or 11 => 30,
            _ => 31,
        };
    }

    private static bool IsTime(ReadOnlySpan<char> text)
    {
        if (
            text.Length < 9
            || text[2] != ':'
            || text[5] != ':'
            || Number(text[..2]) is not (<= 23 and var hour)
            || Number(text[3..5]) is not (<= 59 and var minute)
            || Number(text[6..8]) is not (<= 60 and var second)
        )
        {
            return false;
        }

        var rest = text[8..];
        if (rest[0] == '.')
        {
            var end = rest[1..].IndexOfAnyExceptInRange('0', '9') + 1;
            if (end <= 1)
            {
                return false;
            }

            rest = rest[end..];
        }

        if (Offset(rest) is not { } offset)
        {
            return false;
        }

        var utc = ((hour * 60) + minute - offset + MinutesOfADay) % MinutesOfADay;
        return second < 60 || utc == MinutesOfADay - 1;
    }

    /// <summary>The offset from UTC in minutes.</summary>
    private static int? Offset(ReadOnlySpan<char> text)
    {
        if (text is ['Z' or 'z'])
        {
            return 0;
        }

        if (
            text is not ['+' or '-', _, _, ':', _, _]
            || Number(text[1..3]) is not (<= 23 and var hours)
            || Number(text[4..]) is not (<= 59 and var minutes)
        )
        {
            return null;
        }

        return (text[0] == '-' ? -1 : 1) * ((hours * 60) + minutes);
    }

    private static int? Number(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return null;
            }

            value = (value * 10) + (c - '0');
        }

        return value;
    }
}
