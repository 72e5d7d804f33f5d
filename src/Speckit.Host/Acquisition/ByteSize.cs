using System.Globalization;

namespace Speckit.Host.Acquisition;

/// <summary>Sizes for people: <c>812 B</c>, <c>245 KB</c>, <c>1.2 MB</c>.</summary>
public static class ByteSize
{
    private const double Kilo = 1024;

    /// <summary>Formats a number of bytes.</summary>
    public static string Format(long bytes) =>
        bytes < Kilo ? string.Create(CultureInfo.InvariantCulture, $"{bytes} B")
        : bytes < Kilo * Kilo ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Kilo:0} KB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / Kilo / Kilo:0.0} MB");
}
