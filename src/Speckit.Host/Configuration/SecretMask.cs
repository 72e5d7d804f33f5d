using System.Collections.Immutable;

namespace Speckit.Host.Configuration;

/// <summary>Values that must not be seen, and the mask that hides them in text (security: "secrets").</summary>
public sealed class SecretMask
{
    /// <summary>What is shown instead of a secret.</summary>
    public const string Shown = "***";

    /// <summary>A value shorter than this is no secret worth the name, and hiding it would tear ordinary words.</summary>
    public const int MinLength = 4;

    private ImmutableSortedSet<string> _values = ImmutableSortedSet.Create<string>(LongestFirst.Instance);

    /// <summary>Hides a value from now on. Any thread may call it.</summary>
    public void Add(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length >= MinLength)
        {
            ImmutableInterlocked.Update(ref _values, (values, added) => values.Add(added), value);
        }
    }

    /// <summary>The text with each secret in it replaced by <see cref="Shown"/>.</summary>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _values.Aggregate(text, (masked, value) => masked.Replace(value, Shown, StringComparison.Ordinal));
    }

    /// <summary>A secret that contains another one is hidden whole.</summary>
    private sealed class LongestFirst : IComparer<string>
    {
        public static LongestFirst Instance { get; } = new();

        public int Compare(string? x, string? y)
        {
            var byLength = (y?.Length ?? 0).CompareTo(x?.Length ?? 0);
            return byLength != 0 ? byLength : string.CompareOrdinal(x, y);
        }
    }
}
