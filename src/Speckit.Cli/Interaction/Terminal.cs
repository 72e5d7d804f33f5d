using System.Text;
using Spectre.Console.Rendering;

namespace Speckit.Cli.Interaction;

/// <summary>Where a command's words go. Text for people goes to standard output, or to standard error when a JSON document has
/// standard output for itself; colour only where a terminal shows it.</summary>
internal sealed class Terminal
{
    private readonly CliEnvironment _environment;

    internal Terminal(CliEnvironment environment, bool json)
    {
        _environment = environment;
        IsJson = json;
        Writer = json ? environment.Error : environment.Output;
        IsTerminal = json ? environment.ErrorIsTerminal : environment.OutputIsTerminal;
    }

    /// <summary>Whether standard output is one JSON document.</summary>
    internal bool IsJson { get; }

    /// <summary>Whether people's text goes to a terminal.</summary>
    internal bool IsTerminal { get; }

    /// <summary>Where people's text goes.</summary>
    internal TextWriter Writer { get; }

    /// <summary>Whether somebody can be asked.</summary>
    internal bool CanAsk => _environment.InputIsTerminal && IsTerminal;

    /// <summary>Columns, 80 where there is no terminal.</summary>
    internal int Width => IsTerminal ? _environment.Width : 80;

    internal void Line(string text = "") => Writer.WriteLine(text);

    internal string Bold(string text) => Paint("1", text);

    internal string Dim(string text) => Paint("2", text);

    internal string Green(string text) => Paint("32", text);

    internal string Yellow(string text) => Paint("33", text);

    internal string Red(string text) => Paint("31", text);

    internal string Cyan(string text) => Paint("36", text);

    /// <summary>Reads an answer; null when the input has ended.</summary>
    internal async Task<string?> AskAsync(string question, CancellationToken cancellationToken)
    {
        await Writer.WriteAsync(question);
        await Writer.FlushAsync(cancellationToken);
        return await _environment.Input().ReadLineAsync(cancellationToken);
    }

    /// <summary>Reads an answer that is not shown; null when the input has ended.</summary>
    internal async Task<string?> AskSecretAsync(string question, CancellationToken cancellationToken)
    {
        await Writer.WriteAsync(question);
        await Writer.FlushAsync(cancellationToken);
        try
        {
            // Waiting for a key cannot be cancelled; the command can.
            return await Task.Run(() => SecretLine.Read(_environment.ReadKey), cancellationToken)
                .WaitAsync(cancellationToken);
        }
        finally
        {
            await Writer.WriteLineAsync();
        }
    }

    /// <summary>Columns that a text takes.</summary>
    internal static int WidthOf(string text) => text.All(char.IsAscii) ? text.Length : new Segment(text).CellCount();

    /// <summary>The text, cut to that many columns; the cut is marked with an ellipsis.</summary>
    internal static string Cut(string text, int width)
    {
        if (WidthOf(text) <= width)
        {
            return text;
        }

        var cut = new StringBuilder();
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var part = rune.ToString();
            used += WidthOf(part);
            if (used > width - 1)
            {
                break;
            }

            cut.Append(part);
        }

        return cut.Append('…').ToString();
    }

    private string Paint(string code, string text) =>
        (IsJson ? _environment.ErrorHasColor : _environment.OutputHasColor) ? $"\e[{code}m{text}\e[0m" : text;
}
