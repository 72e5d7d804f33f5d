using SecurityScanner.Lexing;

namespace SecurityScanner.Scanning;

/// <summary>A file to scan.</summary>
/// <param name="Path">Its project-relative path.</param>
/// <param name="Text">Its text.</param>
/// <param name="Language">Its language.</param>
/// <param name="IsTest">Whether it is test code.</param>
internal sealed record SourceFile(string Path, string Text, Language Language, bool IsTest)
{
    private readonly int[] _lines = LineStarts(Text);

    /// <summary>The line and column of a place, both from 1.</summary>
    public (int Line, int Column) Position(int at)
    {
        var index = Array.BinarySearch(_lines, at);
        var line = index >= 0 ? index : ~index - 1;
        return (line + 1, at - _lines[line] + 1);
    }

    /// <summary>Where a line starts and ends, without its line feed. Lines count from 1.</summary>
    public TextSpan Line(int number)
    {
        var start = _lines[number - 1];
        var end = number < _lines.Length ? _lines[number] - 1 : Text.Length;
        return new TextSpan(start, Math.Max(start, end));
    }

    private static int[] LineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            starts.Add(at + 1);
        }

        return [.. starts];
    }
}
