using Speckit.Cli.Interaction;
using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Interaction;

public sealed class TableTests
{
    [Fact]
    public void Write_WideCharacters_AlignsColumns()
    {
        var lines = Write(80, terminal: false, ["漢字", "x"], ["abcd", "y"], ["e", "z"]);

        lines.ShouldBe(["FIRST  LAST", "漢字   x", "abcd   y", "e      z"]);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(200)]
    public void Write_NarrowTerminal_CutsTheLastColumnInCells(int width)
    {
        var lines = Write(width, terminal: true, ["name", string.Concat(Enumerable.Repeat("漢字 and ", 50))]);

        lines.ShouldAllBe(l => Terminal.WidthOf(l) <= width);
        lines[1].ShouldEndWith("…");
    }

    [Fact]
    public void Write_LongFirstColumn_IsCutOnATerminalAndWholeInAPipe()
    {
        var name = new string('n', 5000);

        Write(80, terminal: true, [name, "x"])[1].Length.ShouldBeLessThan(80);
        Write(80, terminal: false, [name, "x"])[1].ShouldBe($"{name}  x");
    }

    [Fact]
    public void Write_HostileCells_AreEscaped() =>
        Write(80, terminal: false, ["a\e[2J", "b\nc"])[1].ShouldBe(@"a\u001b[2J  b\u000ac");

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("漢字漢字", 5, "漢字…")]
    [InlineData("😀😀😀", 5, "😀😀…")]
    public void Cut_Text_FitsTheColumns(string text, int width, string cut) => Terminal.Cut(text, width).ShouldBe(cut);

    private static string[] Write(int width, bool terminal, params string[][] rows)
    {
        using var session = new CliSession
        {
            OutputIsTerminal = terminal,
            Width = width,
            NoColor = true,
        };
        using var output = new StringWriter();
        var table = new Table("FIRST", "LAST");
        foreach (var row in rows)
        {
            table.Add(row);
        }

        table.Write(new Terminal(session.Environment(output, TextWriter.Null), json: false));
        return output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }
}
