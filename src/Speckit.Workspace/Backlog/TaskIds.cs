using System.Globalization;
using System.Numerics;

namespace Speckit.Workspace.Backlog;

/// <summary>Task ids: <c>TASK-7</c>, <c>TASK-007</c>, <c>TASK-7.1</c>.</summary>
internal static class TaskIds
{
    // Longer digits are nobody's counter, and parsing them is slow.
    private const int MaximumDigits = 100;

    /// <summary>The next id: one more than the highest, padded as configured.</summary>
    /// <param name="config">The prefix and the padding.</param>
    /// <param name="taken">Ids, or names of task files, of any spelling.</param>
    public static string Next(BacklogConfig config, IEnumerable<string> taken)
    {
        var highest = BigInteger.Zero;
        foreach (var id in taken)
        {
            if (Number(config.TaskPrefix, id) is { } number && number > highest)
            {
                highest = number;
            }
        }

        var digits = (highest + 1).ToString(CultureInfo.InvariantCulture).PadLeft(config.ZeroPaddedIds, '0');
        return $"{config.TaskPrefix.ToUpperInvariant()}-{digits}";
    }

    /// <summary>The one spelling under which equal ids are equal: upper case, no padding; null when the text is no id.</summary>
    public static string? Normalise(string prefix, string text)
    {
        var trimmed = text.Trim();
        var digits = trimmed.StartsWith($"{prefix}-", StringComparison.OrdinalIgnoreCase)
            ? trimmed[(prefix.Length + 1)..]
            : trimmed;
        var parts = digits.Split('.');
        return parts.All(p => p.Length is > 0 and <= MaximumDigits && p.All(char.IsAsciiDigit))
            ? $"{prefix.ToUpperInvariant()}-{string.Join('.', parts.Select(Unpadded))}"
            : null;
    }

    private static string Unpadded(string digits) => digits.TrimStart('0') is { Length: > 0 } rest ? rest : "0";

    private static BigInteger? Number(string prefix, string id)
    {
        if (!id.StartsWith($"{prefix}-", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var rest = id.AsSpan(prefix.Length + 1);
        var length = 0;
        while (length < rest.Length && char.IsAsciiDigit(rest[length]))
        {
            length++;
        }

        var subtask = length + 1 < rest.Length && rest[length] == '.' && char.IsAsciiDigit(rest[length + 1]);
        return length is 0 or > MaximumDigits || subtask
            ? null
            : BigInteger.Parse(rest[..length], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
