using System.Buffers;
using System.Globalization;
using Speckit.Manifests.Binding;

namespace Speckit.Manifests.Ospec;

/// <summary>Sizes of files: <c>250KB</c>, <c>1.5 MiB</c>. K, M and G are powers of 1000, Ki, Mi and Gi of 1024.</summary>
internal static class Size
{
    private const int MaxLength = 24;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>The number of bytes.</summary>
    public static long? Read(Value value)
    {
        if (value.Text() is not { } text)
        {
            return null;
        }

        var digits = text.AsSpan().IndexOfAnyExcept(Digits);
        var unit = digits < 0 ? 0 : Unit(text[digits..].TrimStart(' '));
        if (
            unit > 0
            && text.Length <= MaxLength
            && char.IsAsciiDigit(text[0])
            && char.IsAsciiDigit(text[digits - 1])
            && decimal.TryParse(
                text.AsSpan(0, digits),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
            && number <= long.MaxValue / unit
        )
        {
            return (long)(number * unit);
        }

        value.OutOfBounds(
            $"is '{Yaml.Excerpt.Of(text)}'; expected a size such as 250KB",
            "units: B, KB, MB, GB, KiB, MiB, GiB"
        );
        return null;
    }

    private static long Unit(string unit) =>
        unit switch
        {
            "B" => 1,
            "KB" => 1_000,
            "MB" => 1_000_000,
            "GB" => 1_000_000_000,
            "KiB" => 1L << 10,
            "MiB" => 1L << 20,
            "GiB" => 1L << 30,
            _ => 0,
        };
}
