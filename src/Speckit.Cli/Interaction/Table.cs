using System.Text;

namespace Speckit.Cli.Interaction;

/// <summary>Columns of text: a heading, two spaces between columns, the last column cut to the terminal's width.</summary>
/// <param name="headings">The headings.</param>
internal sealed class Table(params string[] headings)
{
    private const int Gap = 2;
    private const int LeastLast = 20;
    private const int MostOther = 40;
    private readonly List<string[]> _rows = [];

    internal void Add(params string[] cells) => _rows.Add([.. cells.Select(TerminalText.Line)]);

    internal void Write(Terminal terminal)
    {
        var rows = terminal.IsTerminal ? [.. _rows.Select(Shorten)] : _rows;
        var widths = headings
            .Select(
                (heading, i) => rows.Aggregate(heading.Length, (most, row) => Math.Max(most, Terminal.WidthOf(row[i])))
            )
            .ToArray();
        terminal.Line(terminal.Bold(Format(headings, widths, terminal)));
        foreach (var row in rows)
        {
            terminal.Line(Format(row, widths, terminal));
        }
    }

    /// <summary>A cell before the last is cut where it would push everything else off the screen.</summary>
    private static string[] Shorten(string[] cells) =>
        [.. cells[..^1].Select(c => Terminal.Cut(c, MostOther)), cells[^1]];

    private static string Format(string[] cells, int[] widths, Terminal terminal)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Length - 1; i++)
        {
            line.Append(cells[i]).Append(' ', widths[i] - Terminal.WidthOf(cells[i]) + Gap);
        }

        var left = Math.Max(LeastLast, terminal.Width - widths[..^1].Sum(w => w + Gap));
        return line.Append(terminal.IsTerminal ? Terminal.Cut(cells[^1], left) : cells[^1]).ToString().TrimEnd();
    }
}
