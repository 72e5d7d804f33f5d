using System.Globalization;
using System.Numerics;

namespace Speckit.JsonSchema.Values;

/// <summary>A JSON number without loss: digits × 10^exponent, with no trailing zero in the digits.</summary>
internal sealed class ExactNumber : IComparable<ExactNumber>, IEquatable<ExactNumber>
{
    private readonly BigInteger _digits;
    private readonly BigInteger _exponent;

    /// <summary>How many decimal digits there are.</summary>
    private readonly int _length;

    private ExactNumber(BigInteger digits, BigInteger exponent, int length) =>
        (_digits, _exponent, _length) = (digits, exponent, length);

    public bool IsInteger => _exponent.Sign >= 0;

    public int Sign => _digits.Sign;

    /// <summary>The value when it is a whole number from 0 to 2³¹−1; larger ones are cut to that, others are null.</summary>
    public int? AsCount
    {
        get
        {
            if (!IsInteger || Sign < 0)
            {
                return null;
            }

            return _length + _exponent > 10
                ? int.MaxValue
                : (int)BigInteger.Min(_digits * BigInteger.Pow(10, (int)_exponent), int.MaxValue);
        }
    }

    /// <summary>Reads a number that follows JSON's grammar.</summary>
    public static ExactNumber Parse(string text)
    {
        var e = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = e < 0 ? text : text[..e];
        var exponent =
            e < 0
                ? BigInteger.Zero
                : BigInteger.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var negative = mantissa[0] == '-';
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        exponent -= point < 0 ? 0 : mantissa.Length - point - 1;

        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('-').TrimStart('0');
        var significant = digits.TrimEnd('0');
        if (significant.Length == 0)
        {
            return new ExactNumber(BigInteger.Zero, BigInteger.Zero, 0);
        }

        var value = BigInteger.Parse(significant, NumberStyles.None, CultureInfo.InvariantCulture);
        exponent += digits.Length - significant.Length;
        return new ExactNumber(negative ? -value : value, exponent, significant.Length);
    }

    /// <summary>Whether this is a whole multiple of the divisor, which is not zero.</summary>
    public bool IsMultipleOf(ExactNumber divisor)
    {
        if (Sign == 0)
        {
            return true;
        }

        // The digits have no factor of ten, so a finer divisor is needed for a finer number.
        var shift = _exponent - divisor._exponent;
        if (shift.Sign < 0)
        {
            return false;
        }

        var modulus = BigInteger.Abs(divisor._digits);
        return (BigInteger.Abs(_digits) * BigInteger.ModPow(10, shift, modulus) % modulus).IsZero;
    }

    public int CompareTo(ExactNumber? other)
    {
        if (other is null || Sign != other.Sign)
        {
            return Sign.CompareTo(other?.Sign ?? 0);
        }

        // Only numbers of the same order of magnitude are scaled, so the work is bounded by what was written.
        var magnitude = (_length + _exponent).CompareTo(other._length + other._exponent);
        if (magnitude != 0 || Sign == 0)
        {
            return magnitude * Sign;
        }

        var difference = (int)(_exponent - other._exponent);
        return difference >= 0
            ? (_digits * BigInteger.Pow(10, difference)).CompareTo(other._digits)
            : _digits.CompareTo(other._digits * BigInteger.Pow(10, -difference));
    }

    public bool Equals(ExactNumber? other) =>
        other is not null && _digits == other._digits && _exponent == other._exponent;

    public override bool Equals(object? obj) => Equals(obj as ExactNumber);

    public override int GetHashCode() => HashCode.Combine(_digits, _exponent);
}
