using System.Globalization;

namespace Speckit.Manifests.Yaml;

/// <summary>The type of a scalar under the core schema.</summary>
public enum YamlScalarType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary><c>null</c>, <c>~</c> or nothing at all.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A whole number that JSON keeps exactly: at most 2^53 - 1 in magnitude.</summary>
    Integer,

    /// <summary>A finite floating-point number.</summary>
    Float,

    /// <summary>A number that JSON cannot carry: not finite, or a whole number beyond 2^53 - 1. The reader refuses it.</summary>
    Unrepresentable,
}

/// <summary>YAML 1.2.2 §10.3.2: what a plain scalar means. <c>yes</c>, <c>on</c> and dates are text.</summary>
internal static class CoreSchema
{
    private const long MaxExact = 9_007_199_254_740_991;

    public static YamlScalarType Resolve(string text) =>
        text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => YamlScalarType.Null,
            "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlScalarType.Boolean,
            _ => ResolveNumber(text),
        };

    public static bool ToBoolean(string text) => text[0] is 't' or 'T';

    /// <summary>The value of a scalar that <see cref="Resolve"/> called an integer.</summary>
    public static long ToInteger(string text) =>
        TryInteger(text, out var value) ? value : throw new FormatException($"'{text}' is not a YAML integer.");

    /// <summary>The value of a scalar that <see cref="Resolve"/> called a float.</summary>
    public static double ToFloat(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The value of either sort of number.</summary>
    public static double ToNumber(string text) => TryInteger(text, out var whole) ? whole : ToFloat(text);

    private static YamlScalarType ResolveNumber(string text)
    {
        // Spares the usual word three walks over its characters.
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '+' or '.'))
        {
            return YamlScalarType.Text;
        }

        if (IsInteger(text))
        {
            return TryInteger(text, out _) ? YamlScalarType.Integer : YamlScalarType.Unrepresentable;
        }

        var unsigned = text[0] is '-' or '+' ? text.AsSpan(1) : text;
        if (unsigned is ".inf" or ".Inf" or ".INF" || text is ".nan" or ".NaN" or ".NAN")
        {
            return YamlScalarType.Unrepresentable;
        }

        if (!IsFloat(unsigned))
        {
            return YamlScalarType.Text;
        }

        return double.IsFinite(ToFloat(text)) ? YamlScalarType.Float : YamlScalarType.Unrepresentable;
    }

    private static bool IsInteger(string text) =>
        text.StartsWith("0o", StringComparison.Ordinal) ? IsRun(text.AsSpan(2), c => c is >= '0' and <= '7')
        : text.StartsWith("0x", StringComparison.Ordinal) ? IsRun(text.AsSpan(2), char.IsAsciiHexDigit)
        : IsRun(text[0] is '-' or '+' ? text.AsSpan(1) : text, char.IsAsciiDigit);

    private static bool TryInteger(string text, out long value)
    {
        var parsed =
            text.StartsWith("0o", StringComparison.Ordinal) ? TryOctal(text.AsSpan(2), out value)
            : text.StartsWith("0x", StringComparison.Ordinal)
                ? long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        return parsed && value is >= -MaxExact and <= MaxExact;
    }

    private static bool TryOctal(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            value = (value * 8) + (digit - '0');
            if (value > MaxExact)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsFloat(ReadOnlySpan<char> text)
    {
        var exponent = text.IndexOfAny('e', 'E');
        var mantissa = exponent < 0 ? text : text[..exponent];
        if (exponent >= 0)
        {
            var power = text[(exponent + 1)..];
            if (!IsRun(power.Length > 0 && power[0] is '-' or '+' ? power[1..] : power, char.IsAsciiDigit))
            {
                return false;
            }
        }

        var dot = mantissa.IndexOf('.');
        if (dot < 0)
        {
            return IsRun(mantissa, char.IsAsciiDigit);
        }

        var whole = mantissa[..dot];
        var fraction = mantissa[(dot + 1)..];
        return whole.IsEmpty
            ? IsRun(fraction, char.IsAsciiDigit)
            : IsRun(whole, char.IsAsciiDigit) && (fraction.IsEmpty || IsRun(fraction, char.IsAsciiDigit));
    }

    private static bool IsRun(ReadOnlySpan<char> text, Func<char, bool> accepts)
    {
        foreach (var c in text)
        {
            if (!accepts(c))
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }
}
