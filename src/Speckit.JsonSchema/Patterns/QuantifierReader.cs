namespace Speckit.JsonSchema.Patterns;

/// <summary>Reads how often the part before may be repeated.</summary>
internal static class QuantifierReader
{
    /// <summary>The least and the most, which is null without limit; null, without moving, where there is no quantifier.</summary>
    public static (int Least, int? Most)? Read(PatternCursor cursor) =>
        cursor.Take('*') ? (0, null)
        : cursor.Take('+') ? (1, null)
        : cursor.Take('?') ? (0, 1)
        : Braces(cursor);

    public static bool IsAt(PatternCursor cursor)
    {
        var start = cursor.Position;
        var found = Read(cursor) is not null;
        cursor.MoveTo(start);
        return found;
    }

    /// <summary><c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>; other braces are literal.</summary>
    private static (int Least, int? Most)? Braces(PatternCursor cursor)
    {
        var start = cursor.Position;
        if (cursor.Take('{') && cursor.Number() is { } least)
        {
            var most = cursor.Take(',') ? cursor.Number() : least;
            if (cursor.Take('}'))
            {
                return (least, most);
            }
        }

        cursor.MoveTo(start);
        return null;
    }
}
