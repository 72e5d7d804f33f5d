namespace Speckit.JsonSchema.Patterns;

/// <summary>Reads a character class, after its opening bracket.</summary>
internal static class ClassReader
{
    public static CodePointSet Read(PatternCursor cursor)
    {
        var negated = cursor.Take('^');
        var ranges = new List<(int First, int Last)>();
        while (!cursor.Take(']'))
        {
            var (set, first) = Atom(cursor);
            var dash = cursor.Position;
            if (!cursor.Take('-') || cursor.At(']'))
            {
                cursor.MoveTo(dash);
                Add(ranges, set, first, first);
                continue;
            }

            var (otherSet, last) = Atom(cursor);
            if (set is not null || otherSet is not null)
            {
                throw cursor.Error("a range in a class needs a single character at either end");
            }

            if (last < first)
            {
                throw cursor.Error("a range in a class is out of order");
            }

            Add(ranges, null, first, last);
        }

        var all = CodePointSet.Of(ranges);
        return negated ? all.Complement() : all;
    }

    private static (CodePointSet? Set, int CodePoint) Atom(PatternCursor cursor)
    {
        var c = cursor.Next();
        if (c != '\\')
        {
            return (null, c);
        }

        return cursor.Take('b') ? (null, '\b') : EscapeReader.Read(cursor);
    }

    private static void Add(List<(int First, int Last)> ranges, CodePointSet? set, int first, int last)
    {
        if (set is null)
        {
            ranges.Add((first, last));
        }
        else
        {
            ranges.AddRange(set.Ranges);
        }
    }
}
