using System.Globalization;
using System.Text;

namespace Speckit.JsonSchema.Patterns;

/// <summary>A place in the text of a pattern, read by code points.</summary>
internal sealed class PatternCursor(string text)
{
    public int Position { get; private set; }

    public bool AtEnd => Position >= text.Length;

    public bool At(char c) => !AtEnd && text[Position] == c;

    public bool At(string literal) => string.CompareOrdinal(text, Position, literal, 0, literal.Length) == 0;

    public bool Take(char c)
    {
        if (!At(c))
        {
            return false;
        }

        Position++;
        return true;
    }

    public bool Take(string literal)
    {
        if (!At(literal))
        {
            return false;
        }

        Position += literal.Length;
        return true;
    }

    /// <summary>The next code point.</summary>
    public int Next()
    {
        if (AtEnd)
        {
            throw Error("the pattern ends too early");
        }

        if (
            Rune.DecodeFromUtf16(text.AsSpan(Position), out var rune, out var length)
            != System.Buffers.OperationStatus.Done
        )
        {
            throw Error("half of a surrogate pair stands alone");
        }

        Position += length;
        return rune.Value;
    }

    /// <summary>A decimal number, or null where there is none. Numbers above a million are cut to that.</summary>
    public int? Number()
    {
        var start = Position;
        var value = 0;
        while (!AtEnd && char.IsAsciiDigit(text[Position]))
        {
            value = Math.Min((value * 10) + (text[Position] - '0'), 1_000_000);
            Position++;
        }

        return Position == start ? null : value;
    }

    /// <summary>Exactly so many hexadecimal digits, or null without moving.</summary>
    public int? Hex(int count)
    {
        if (
            Position + count > text.Length
            || !int.TryParse(
                text.AsSpan(Position, count),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
        {
            return null;
        }

        Position += count;
        return value;
    }

    /// <summary>The text up to the terminator, which is taken too.</summary>
    public string Until(char terminator)
    {
        var end = text.IndexOf(terminator, Position);
        if (end < 0)
        {
            throw Error($"a closing '{terminator}' is missing");
        }

        var part = text[Position..end];
        Position = end + 1;
        return part;
    }

    public void MoveTo(int position) => Position = position;

    public PatternException Error(string message) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{message} (at character {Math.Min(Position, text.Length) + 1})"
            )
        );
}
