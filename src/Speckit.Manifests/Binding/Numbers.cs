using System.Globalization;

namespace Speckit.Manifests.Binding;

/// <summary>Readings of numbers within bounds.</summary>
internal static class Numbers
{
    /// <summary>A number between two bounds, both inclusive.</summary>
    public static double? NumberIn(this Value value, double min, double max)
    {
        if (value.Number() is not { } number)
        {
            return null;
        }

        if (number >= min && number <= max)
        {
            return number;
        }

        Report(value, "a number", min, max);
        return null;
    }

    /// <summary>A whole number between two bounds, both inclusive; <c>2.0</c> is whole.</summary>
    public static int? Whole(this Value value, int min, int max)
    {
        if (value.Number() is not { } number)
        {
            return null;
        }

        if (number == Math.Floor(number) && number >= min && number <= max)
        {
            return (int)number;
        }

        Report(value, "a whole number", min, max);
        return null;
    }

    /// <summary>A span of time: more than nothing and at most <paramref name="max"/> of the unit.</summary>
    /// <param name="value">The value.</param>
    /// <param name="unit">The unit's name, in the plural.</param>
    /// <param name="max">The most of it.</param>
    /// <param name="span">The span of that many.</param>
    public static TimeSpan? Duration(this Value value, string unit, double max, Func<double, TimeSpan> span)
    {
        if (value.Number() is not { } number)
        {
            return null;
        }

        if (number > 0 && number <= max)
        {
            return span(number);
        }

        value.OutOfBounds(
            string.Create(
                CultureInfo.InvariantCulture,
                $"is {value.Scalar!.Text}; expected {unit}, more than 0 and at most {max}"
            ),
            null
        );
        return null;
    }

    private static void Report(Value value, string expected, double min, double max) =>
        value.OutOfBounds(
            string.Create(
                CultureInfo.InvariantCulture,
                $"is {value.Scalar!.Text}; expected {expected}, at least {min} and at most {max}"
            ),
            null
        );
}
