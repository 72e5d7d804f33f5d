using System.Text;
using Speckit.Workspace.Text;

namespace Speckit.Workspace.Agents;

/// <summary>Makes text of a plugin harmless inside a Claude Code file.</summary>
internal static class AgentText
{
    private const int MaximumDescription = 1024;

    /// <summary>
    /// One line in which nothing is replaced or run when the command is: <c>$ARGUMENTS</c>, <c>$1</c>, <c>!`command`</c>
    /// and <c>@file</c> lose their meaning by a space after the first character. Claude Code ends front matter at
    /// the first three hyphens, wherever they are: a dash takes their place.
    /// </summary>
    public static string Description(string text)
    {
        var line = WithoutFences(UntrustedText.Cut(UntrustedText.SingleLine(text), MaximumDescription));
        var builder = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            builder.Append(line[i]);
            if (i + 1 < line.Length && IsActive(line, i))
            {
                builder.Append(' ');
            }
        }

        return builder.ToString();
    }

    private static string WithoutFences(string line)
    {
        var builder = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; )
        {
            var hyphens = line.AsSpan(i).IndexOfAnyExcept('-') is >= 0 and var length ? length : line.Length - i;
            if (hyphens == 0)
            {
                builder.Append(line[i++]);
                continue;
            }

            builder.Append(hyphens >= 3 ? "—" : line.AsSpan(i, hyphens));
            i += hyphens;
        }

        return builder.ToString();
    }

    private static bool IsActive(string line, int at) =>
        line[at] switch
        {
            '$' => char.IsLetterOrDigit(line[at + 1]) || line[at + 1] is '{' or '_' or '(' or '@' or '*',
            '!' => line[at + 1] == '`',
            '@' => (at == 0 || !char.IsLetterOrDigit(line[at - 1])) && line[at + 1] != ' ',
            _ => false,
        };
}
