namespace SecurityScanner.Lexing;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    Identifier,
    Number,
    String,
    Punctuation,
    Comment,
}

/// <summary>A piece of source text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it starts.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="ContentStart">Where a string's content starts; else <paramref name="Start"/>.</param>
/// <param name="ContentEnd">Where a string's content ends; else <paramref name="End"/>.</param>
/// <param name="Holes">The expressions inside an interpolated string; null for every other token.</param>
internal readonly record struct Token(
    TokenKind Kind,
    int Start,
    int End,
    int ContentStart,
    int ContentEnd,
    IReadOnlyList<TextSpan>? Holes = null
);

/// <summary>A piece of text, by its ends.</summary>
internal readonly record struct TextSpan(int Start, int End);

/// <summary>A file's tokens: its code, the code of each interpolation apart, and its comments.</summary>
internal sealed record LexedSource(IReadOnlyList<Token[]> Streams, IReadOnlyList<Token> Comments);
