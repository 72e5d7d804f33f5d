namespace Speckit.JsonSchema.Patterns;

/// <summary>The capturing groups of a pattern, found before it is translated since a back reference may come first.</summary>
internal sealed class GroupNames
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public int? NumberOf(string name) => _numbers.TryGetValue(name, out var number) ? number : null;

    public static GroupNames Scan(string pattern)
    {
        var names = new GroupNames();
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '(' when !inClass:
                    names.Open(pattern.AsSpan(i + 1));
                    break;
            }
        }

        return names;
    }

    private void Open(ReadOnlySpan<char> rest)
    {
        if (rest is not ['?', ..])
        {
            Count++;
        }
        else if (rest is ['?', '<', not ('=' or '!'), ..])
        {
            Count++;
            var end = rest.IndexOf('>');
            if (end > 2 && !_numbers.TryAdd(rest[2..end].ToString(), Count))
            {
                throw new PatternException($"the group name '{rest[2..end]}' is given twice");
            }
        }
    }
}
