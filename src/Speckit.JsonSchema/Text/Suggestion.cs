namespace Speckit.JsonSchema.Text;

/// <summary>What a misspelt word was probably meant to be.</summary>
internal static class Suggestion
{
    private const int MaximumLength = 64;

    /// <summary><c>; did you mean "high"?</c>, or nothing when no known word is near.</summary>
    public static string For(string word, IEnumerable<string> known) =>
        Closest(word, known) is { } closest ? $"; did you mean {Describe.Quote(closest)}?" : "";

    /// <summary>The nearest word: at most a third of it may differ, and two neighbours swapped count once.</summary>
    public static string? Closest(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > MaximumLength)
        {
            return null;
        }

        var best = known
            .Where(candidate => candidate.Length <= MaximumLength)
            .Select(candidate => (candidate, Distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(c => c.Distance)
            .FirstOrDefault();
        return best.candidate is not null && best.Distance <= Math.Max(1, word.Length / 3) ? best.candidate : null;
    }

    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                var best = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                var swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
                rows[i, j] = swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
            }
        }

        return rows[left.Length, right.Length];
    }
}
