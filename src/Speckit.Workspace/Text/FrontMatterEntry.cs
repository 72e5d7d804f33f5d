using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Workspace.Text;

/// <summary>One top-level entry with all its lines.</summary>
/// <param name="Key">The key; empty for lines before the first key.</param>
/// <param name="Text">The lines as they are in the file, with their ends.</param>
/// <param name="Line">The one-based line of the key in the file; 0 for one that is not in the file yet.</param>
internal sealed record FrontMatterEntry(string Key, string Text, int Line)
{
    /// <summary>Splits the lines between the two <c>---</c> lines.</summary>
    public static Result<ImmutableArray<FrontMatterEntry>> ReadAll(string fileName, ReadOnlySpan<string> lines)
    {
        var entries = ImmutableArray.CreateBuilder<FrontMatterEntry>();
        var current = new FrontMatterEntry("", "", 0);
        for (var i = 0; i < lines.Length; i++)
        {
            if (KeyOf(lines[i]) is { } key)
            {
                Add(entries, current);
                current = new FrontMatterEntry(key, lines[i], i + 2);
            }
            else if (Continues(lines[i], current.Key))
            {
                current = current with { Text = current.Text + lines[i] };
            }
            else
            {
                return WorkspaceDiagnostics.TaskUnreadable.Error(
                    "This line of the front matter is neither a key nor part of a value.",
                    "write 'key: value' lines, values of several lines indented",
                    new SourceLocation(fileName, i + 2, 1)
                );
            }
        }

        Add(entries, current);
        return entries.ToImmutable();
    }

    /// <summary>The entry with a new value; blank lines and comments after the value stay.</summary>
    public FrontMatterEntry Replaced(string text)
    {
        var lines = TextLines.Split(Text);
        var tail = lines.Length;
        while (tail > 1 && (lines[tail - 1].TrimEnd().Length == 0 || lines[tail - 1][0] == '#'))
        {
            tail--;
        }

        return this with
        {
            Text = text + string.Concat(lines.Skip(tail)),
        };
    }

    private static void Add(ImmutableArray<FrontMatterEntry>.Builder entries, FrontMatterEntry entry)
    {
        if (entry.Text.Length > 0)
        {
            entries.Add(entry);
        }
    }

    private static bool Continues(string line, string key) =>
        line.TrimEnd().Length == 0
        || line[0] == '#'
        || (
            key.Length > 0
            && (line[0] == ' ' || line.StartsWith("- ", StringComparison.Ordinal) || line.TrimEnd() == "-")
        );

    private static string? KeyOf(string line)
    {
        var quote = line[0] is '"' or '\'' ? line[0] : (char?)null;
        var start = quote is null ? 0 : 1;
        var end = start;
        while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] is '_' or '-' or '.'))
        {
            end++;
        }

        if (end == start || (quote is null && !char.IsAsciiLetter(line[0]) && line[0] != '_'))
        {
            return null;
        }

        var rest = line[end..];
        if (quote is { } q)
        {
            if (!rest.StartsWith(q))
            {
                return null;
            }

            rest = rest[1..];
        }

        rest = rest.TrimStart(' ');
        return rest.StartsWith(':') && (rest.Length == 1 || rest[1] is ' ' or '\t' or '\r' or '\n')
            ? line[start..end]
            : null;
    }
}
