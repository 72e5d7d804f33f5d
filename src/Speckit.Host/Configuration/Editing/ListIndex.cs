using System.Globalization;

namespace Speckit.Host.Configuration.Editing;

/// <summary>The number of a list's item as a part of a key.</summary>
internal static class ListIndex
{
    /// <summary>The number, or null when the part is none.</summary>
    internal static int? Of(string part) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && (part.Length == 1 || part[0] != '0')
            ? index
            : null;
}
