using System.Text;

namespace Speckit.Workspace.Text;

/// <summary>Folds long lines of a block scalar at single spaces, as js-yaml 3 does.</summary>
internal static class YamlFolding
{
    public static string Fold(string value, int width)
    {
        var lines = value.Split('\n');
        var result = new StringBuilder(FoldLine(lines[0], width));
        var afterIndented = value[0] is '\n' or ' ';
        var i = 1;
        while (i < lines.Length)
        {
            // A run of line ends belongs together with the line after it.
            result.Append('\n');
            while (i < lines.Length - 1 && lines[i].Length == 0)
            {
                result.Append('\n');
                i++;
            }

            var line = lines[i++];
            var indented = line.StartsWith(' ');
            if (!afterIndented && !indented && line.Length > 0)
            {
                result.Append('\n');
            }

            result.Append(FoldLine(line, width));
            afterIndented = indented;
        }

        return result.ToString();
    }

    private static string FoldLine(string line, int width)
    {
        if (line.Length == 0 || line[0] == ' ')
        {
            return line;
        }

        var result = new StringBuilder();
        var (start, current) = (0, 0);
        for (var next = NextBreak(line, 0); next >= 0; next = NextBreak(line, next + 2))
        {
            if (next - start > width)
            {
                var end = current > start ? current : next;
                result.Append('\n').Append(line, start, end - start);
                start = end + 1;
            }

            current = next;
        }

        result.Append('\n');
        if (line.Length - start > width && current > start)
        {
            result
                .Append(line, start, current - start)
                .Append('\n')
                .Append(line, current + 1, line.Length - current - 1);
        }
        else
        {
            result.Append(line, start, line.Length - start);
        }

        return result.ToString(1, result.Length - 1);
    }

    // The next space that a word follows.
    private static int NextBreak(string line, int from)
    {
        for (var i = from; i + 1 < line.Length; i++)
        {
            if (line[i] == ' ' && line[i + 1] != ' ')
            {
                return i;
            }
        }

        return -1;
    }
}
