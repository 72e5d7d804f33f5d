using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using SecurityScanner.Lexing;
using SecurityScanner.Scanning;
using SecurityScanner.Tests.Rules;

namespace SecurityScanner.Tests.Lexing;

public class LexerTests
{
    private static readonly string[] s_pieces =
    [
        "\"",
        "'",
        "`",
        "\"\"\"",
        "'''",
        "${",
        "{",
        "}",
        "$\"",
        "@\"",
        "$@\"",
        "$$\"\"\"",
        "f\"",
        "rb'",
        "\\",
        "\n",
        "#",
        "//",
        "/*",
        "*/",
        "/",
        "[",
        "]",
        "(",
        ")",
        ": ",
        "- ",
        "|\n  ",
        "a",
        "password",
        "=",
        "SELECT * FROM t",
        "eval(",
        "+",
        "%",
        "é",
        "\u2028",
        "\ud83d",
        "\0",
        " ",
        "speckit: ignore[",
        "-----BEGIN PRIVATE KEY-----",
        "AKIA",
        "eyJ",
        "://a:b@",
    ];

    [Fact]
    public void Lex_AnyText_GivesTokensInOrderAndInRange()
    {
        var texts = Gen.Elements(s_pieces).ListOf().Select(string.Concat).ToArbitrary();
        Prop.ForAll(texts, text => Sample.Languages.All(language => IsSound(text, language)))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Scan_AnyText_NeverThrowsAndPointsIntoTheText()
    {
        var texts = Gen.Elements(s_pieces).ListOf().Select(string.Concat).ToArbitrary();
        Prop.ForAll(
                texts,
                text =>
                    Sample.Languages.All(language =>
                        FileScanner
                            .Scan(new SourceFile("a", text, language, IsTest: false), includeTests: true)
                            .Findings.All(found => found.Line >= 1 && found.Column >= 1)
                    )
            )
            .QuickCheckThrowOnFailure();
    }

    public static TheoryData<string> HostileUnits =>
        [
            "(",
            "[",
            "{",
            "\"",
            "'",
            "`",
            "${",
            "`${",
            "$\"{",
            "f\"{",
            "/[",
            "/*",
            "\\",
            "a.",
            "eval(",
            "exec(a,",
            "\"SELECT * FROM t\"+",
            "password=\"",
            "x7Qd3kF9mZr2Yv5Tn8Wp://a:b@",
            "AKIA",
            "eyJ.",
            "-----BEGIN ",
            "key: {",
            "#",
            "ServerCertificateValidationCallback=",
            "%",
            "{{",
            "hashlib.",
            "shell=True,run(",
        ];

    [Theory]
    [MemberData(nameof(HostileUnits))]
    public void Scan_HostileRepetition_TakesNoTimeToSpeakOf(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 100_000 / unit.Length));
        foreach (var language in Sample.Languages)
        {
            var clock = Stopwatch.StartNew();
            FileScanner.Scan(new SourceFile("a", text, language, IsTest: false), includeTests: true);
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15), $"{language}: {unit}");
        }
    }

    [Theory]
    [InlineData("Python", "x = 'a' # b", 3, 1)]
    [InlineData("Python", "\"\"\"a\n'b'\"\"\"", 1, 0)]
    [InlineData("Python", "rb'\\''", 1, 0)]
    [InlineData("Python", "f'{a}{{b}}'", 2, 0)]
    [InlineData("JavaScript", "a = b / c / d", 7, 0)]
    [InlineData("JavaScript", "a = /b'c/", 3, 0)]
    [InlineData("JavaScript", "/* a */ b // c", 1, 2)]
    [InlineData("JavaScript", "`a${`b${c}`}d`", 3, 0)]
    [InlineData("CSharp", "@\"a\\\" + 'x'", 3, 0)]
    [InlineData("CSharp", "@\"a\"\"b\"", 1, 0)]
    [InlineData("CSharp", "\"\"\"a \" b\"\"\"", 1, 0)]
    [InlineData("CSharp", "$\"{d[\"x\"]}\"", 5, 0)]
    [InlineData("Json", "{\"a\": 1}", 5, 0)]
    [InlineData("Yaml", "a: b # c", 3, 1)]
    [InlineData("Yaml", "a: 'b # c'", 3, 0)]
    public void Lex_Text_GivesTokensAndComments(string language, string text, int tokens, int comments)
    {
        var source = Lexer.Lex(text, Enum.Parse<Language>(language));

        source.Streams.Sum(stream => stream.Length).ShouldBe(tokens);
        source.Comments.Count.ShouldBe(comments);
    }

    private static bool IsSound(string text, Language language)
    {
        var source = Lexer.Lex(text, language);
        return source.Streams.All(stream => IsOrdered(stream, text.Length))
            && IsOrdered([.. source.Comments.OrderBy(c => c.Start)], text.Length, mayNest: true);
    }

    private static bool IsOrdered(Token[] tokens, int length, bool mayNest = false)
    {
        var end = 0;
        foreach (var token in tokens)
        {
            var inRange = token.Start >= 0 && token.Start < token.End && token.End <= length;
            var contentInside =
                token.Start <= token.ContentStart
                && token.ContentStart <= token.ContentEnd
                && token.ContentEnd <= token.End;
            var holesInside =
                token.Holes?.All(h => h.Start >= token.ContentStart && h.Start <= h.End && h.End <= token.ContentEnd)
                != false;
            if (!inRange || !contentInside || !holesInside || (!mayNest && token.Start < end))
            {
                return false;
            }

            end = token.End;
        }

        return true;
    }
}
