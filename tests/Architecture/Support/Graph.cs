namespace Architecture.Support;

/// <summary>Who points at whom.</summary>
internal static class Graph
{
    /// <summary>A circle as <c>a → b → a</c>, or null where there is none.</summary>
    public static string? FindCircle(IReadOnlyDictionary<string, IReadOnlySet<string>> arrows)
    {
        var finished = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in arrows.Keys.Order(StringComparer.Ordinal))
        {
            if (Visit(start, arrows, [], finished) is { } circle)
            {
                return circle;
            }
        }

        return null;
    }

    private static string? Visit(
        string node,
        IReadOnlyDictionary<string, IReadOnlySet<string>> arrows,
        List<string> path,
        HashSet<string> finished
    )
    {
        var seen = path.IndexOf(node);
        if (seen >= 0)
        {
            return string.Join(" → ", path.Skip(seen).Append(node));
        }

        if (finished.Contains(node) || !arrows.TryGetValue(node, out var targets))
        {
            return null;
        }

        path.Add(node);
        foreach (var target in targets.Order(StringComparer.Ordinal))
        {
            if (Visit(target, arrows, path, finished) is { } circle)
            {
                return circle;
            }
        }

        path.RemoveAt(path.Count - 1);
        finished.Add(node);
        return null;
    }
}
