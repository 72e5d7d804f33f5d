namespace Speckit.Packaging.Trust;

/// <summary>The names of <see cref="TrustLevel"/> on the wire, in files and on the command line (JP design §9.4).</summary>
public static class TrustLevels
{
    /// <summary>All names, from least to most trusted.</summary>
    public static IReadOnlyList<string> Names { get; } = ["unsigned", "self-signed", "verified", "certified"];

    /// <summary>The name of a level.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the levels.</exception>
    public static string ToName(this TrustLevel level) =>
        level is >= TrustLevel.Unsigned and <= TrustLevel.Certified
            ? Names[(int)level]
            : throw new ArgumentOutOfRangeException(nameof(level), level, "Not a trust level.");

    /// <summary>Reads a name. Exact: case and spelling count, numbers are none.</summary>
    public static bool TryParse(string? name, out TrustLevel level)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (string.Equals(Names[i], name, StringComparison.Ordinal))
            {
                level = (TrustLevel)i;
                return true;
            }
        }

        level = TrustLevel.Unsigned;
        return false;
    }
}
