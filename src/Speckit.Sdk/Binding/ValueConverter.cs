using System.Globalization;

namespace Speckit.Sdk.Binding;

/// <summary>Turns the text a person typed into a property's value.</summary>
internal static class ValueConverter
{
    /// <summary>Whether properties of that type (not an array, not nullable) can be filled.</summary>
    public static bool IsSupported(Type type) =>
        type == typeof(string)
        || type == typeof(bool)
        || type == typeof(int)
        || type == typeof(long)
        || type == typeof(double)
        || type.IsEnum;

    /// <summary>The value.</summary>
    /// <param name="what">What the message calls it: <c>--severity</c>, <c>argument 'feature'</c>.</param>
    /// <param name="type">A supported type.</param>
    /// <param name="text">What was typed.</param>
    /// <exception cref="UsageException">The text is no such value.</exception>
    public static object Convert(string what, Type type, string text)
    {
        if (type == typeof(string))
        {
            return text;
        }

        if (type.IsEnum)
        {
            return ConvertEnum(what, type, text);
        }

        if (type == typeof(bool))
        {
            return ConvertBool(what, text);
        }

        if (type == typeof(double))
        {
            return
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number)
                ? number
                : throw Wrong(what, "a number, such as 0.5", text);
        }

        return type == typeof(long)
            ? ConvertWhole(what, text, long.MinValue, long.MaxValue)
            : (object)(int)ConvertWhole(what, text, int.MinValue, int.MaxValue);
    }

    /// <summary>The names a person types for an enumeration's values: kebab case.</summary>
    public static IEnumerable<string> Names(Type enumeration) => Enum.GetNames(enumeration).Select(Kebab);

    private static object ConvertEnum(string what, Type type, string text)
    {
        foreach (var name in Enum.GetNames(type))
        {
            if (
                string.Equals(name, text, StringComparison.OrdinalIgnoreCase)
                || string.Equals(Kebab(name), text, StringComparison.OrdinalIgnoreCase)
            )
            {
                return Enum.Parse(type, name);
            }
        }

        var known = Names(type).ToArray();
        throw new UsageException(
            $"{what} must be one of {string.Join(", ", known)}; '{text}' is not.{DidYouMean.Suggest(text, known)}"
        );
    }

    private static bool ConvertBool(string what, string text) =>
        text.ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "ON" or "1" => true,
            "FALSE" or "NO" or "OFF" or "0" => false,
            _ => throw Wrong(what, "true or false", text),
        };

    private static long ConvertWhole(string what, string text, long smallest, long largest)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw Wrong(what, "a whole number", text);
        }

        return number >= smallest && number <= largest
            ? number
            : throw Wrong(what, FormattableString.Invariant($"a whole number between {smallest} and {largest}"), text);
    }

    private static UsageException Wrong(string what, string expected, string text) =>
        new($"{what} must be {expected}; '{text}' is not.");

    private static string Kebab(string name)
    {
        var kebab = new System.Text.StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]))
            {
                kebab.Append('-');
            }

            kebab.Append(char.ToLowerInvariant(name[i]));
        }

        return kebab.ToString();
    }
}
