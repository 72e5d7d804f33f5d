using System.Globalization;

namespace Speckit.JsonSchema.Patterns;

/// <summary>Escapes that stand for a character or a set of them, the same inside and outside of a class.</summary>
internal static class EscapeReader
{
    /// <summary>Reads what follows a backslash: a set for <c>\d</c> and its like, else one code point.</summary>
    public static (CodePointSet? Set, int CodePoint) Read(PatternCursor cursor)
    {
        var c = cursor.Next();
        return c switch
        {
            'd' => (CodePointSet.Digits, 0),
            'D' => (CodePointSet.Digits.Complement(), 0),
            'w' => (CodePointSet.Word, 0),
            'W' => (CodePointSet.Word.Complement(), 0),
            's' => (CodePointSet.Space, 0),
            'S' => (CodePointSet.Space.Complement(), 0),
            'p' => (Property(cursor), 0),
            'P' => (Property(cursor).Complement(), 0),
            _ => (null, Character(cursor, c)),
        };
    }

    private static int Character(PatternCursor cursor, int c) =>
        c switch
        {
            't' => '\t',
            'n' => '\n',
            'v' => '\v',
            'f' => '\f',
            'r' => '\r',
            '0' when cursor.Number() is null => '\0',
            'c' => Control(cursor),
            'x' => cursor.Hex(2) ?? throw cursor.Error("\\x needs two hexadecimal digits"),
            'u' => Unicode(cursor),
            < 128 when char.IsAsciiLetterOrDigit((char)c) => throw cursor.Error(
                $"\\{(char)c} is no escape of ECMA-262"
            ),
            // Stricter readers refuse an escaped '-' or '@'; published schemas have them.
            _ => c,
        };

    private static int Control(PatternCursor cursor)
    {
        var letter = cursor.Next();
        return letter < 128 && char.IsAsciiLetter((char)letter)
            ? letter % 32
            : throw cursor.Error("\\c needs a letter");
    }

    private static int Unicode(PatternCursor cursor)
    {
        if (cursor.Take('{'))
        {
            return
                int.TryParse(
                    cursor.Until('}'),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out var codePoint
                ) && codePoint is >= 0 and <= 0x10FFFF
                ? codePoint
                : throw cursor.Error("\\u{…} needs a code point in hexadecimal digits");
        }

        var unit = cursor.Hex(4) ?? throw cursor.Error("\\u needs four hexadecimal digits");
        var afterFirst = cursor.Position;
        if (
            unit is >= 0xD800 and < 0xDC00
            && cursor.Take("\\u")
            && cursor.Hex(4) is >= 0xDC00 and <= 0xDFFF and var low
        )
        {
            return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        }

        cursor.MoveTo(afterFirst);
        return unit;
    }

    private static CodePointSet Property(PatternCursor cursor)
    {
        if (!cursor.Take('{'))
        {
            throw cursor.Error("\\p needs a property in braces");
        }

        var name = cursor.Until('}');
        return UnicodeProperty.Find(name)
            ?? throw cursor.Error($"the Unicode property '{name}' is not supported: only general categories are");
    }
}
