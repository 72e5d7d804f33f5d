using FsCheck;
using FsCheck.Fluent;
using Speckit.Cli.Interaction;
using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Interaction;

public sealed class TerminalTextTests
{
    private static readonly Arbitrary<string> Texts = Gen.OneOf(
            Gen.Choose(0, 0x2FF).Select(c => (char)c),
            Gen.Choose(0x2000, 0x206F).Select(c => (char)c),
            Gen.Elements('\e', '\r', '\n', '\t', '\u009b', '\u202e', '\u061c', '\ud83d', '\ude00', '漢')
        )
        .ArrayOf()
        .Select(chars => new string(chars))
        .ToArbitrary();

    [Fact]
    public void Line_AnyText_IsOneHarmlessLine() =>
        Prop.ForAll(
                Texts,
                text =>
                {
                    var line = TerminalText.Line(text);
                    return Hostile.IsHarmless(line) && !line.Contains('\n');
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Lines_AnyText_IsHarmlessAndKeepsItsLines() =>
        Prop.ForAll(
                Texts,
                text =>
                {
                    var lines = TerminalText.Lines(text);
                    return Hostile.IsHarmless(lines) && lines.Count(c => c == '\n') == text.Count(c => c == '\n');
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("漢字 ü 😀", "漢字 ü 😀")]
    [InlineData("a\tb", @"a\u0009b")]
    [InlineData("a\r\nb", @"a\u000d\u000ab")]
    [InlineData("\e[31m", @"\u001b[31m")]
    [InlineData("\u202Egnp", @"\u202egnp")]
    [InlineData("a\u200bb\ufeff", @"a\u200bb\ufeff")]
    [InlineData("a\u2028b\u0085\u007f", @"a\u2028b\u0085\u007f")]
    [InlineData("👩\u200d💻", "👩\u200d💻")]
    public void Line_Text_ShowsWhatIsHidden(string text, string shown) => TerminalText.Line(text).ShouldBe(shown);

    [Fact]
    public void Lines_WindowsLinesAndTabs_ArePlain() => TerminalText.Lines("a\r\n\tb").ShouldBe("a\n    b");
}
