using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Speckit.Workspace.Text;

namespace Speckit.Workspace.Backlog;

/// <summary>The part of a task file after the front matter: sections between <c>&lt;!-- X:BEGIN --&gt;</c> markers.</summary>
internal sealed class TaskBody
{
    private const string DescriptionFamily = "SECTION:DESCRIPTION";
    private const string MetadataFamily = "SPECKIT:METADATA";
    private const string CriteriaFamily = "AC";
    private const string DoneFamily = "DOD";

    private readonly string _text;
    private readonly Dictionary<string, (int Start, int End)> _blocks;

    /// <summary>Finds the marked sections. A section inside another one is text of that one.</summary>
    public TaskBody(string text)
    {
        _text = text;
        _blocks = FindBlocks(text);
    }

    /// <summary>The description's text.</summary>
    public string Description => Block(DescriptionFamily)?.Replace("\r\n", "\n", StringComparison.Ordinal).Trim() ?? "";

    /// <summary>The metadata's lines; null when the section is missing.</summary>
    public string? Metadata => Block(MetadataFamily);

    /// <summary>The acceptance criteria.</summary>
    public ImmutableArray<AcceptanceCriterion> AcceptanceCriteria =>
        [
            .. (Block(CriteriaFamily) ?? "")
                .Split('\n')
                .Select(l => Criterion(l.TrimEnd('\r')))
                .OfType<AcceptanceCriterion>(),
        ];

    /// <summary>The body of a new task, as Backlog.md writes it.</summary>
    public static string Create(
        string description,
        IReadOnlyList<string> acceptanceCriteria,
        IReadOnlyList<string> definitionOfDone,
        string metadata
    )
    {
        var sections = new List<string>();
        if (description.Length > 0)
        {
            sections.Add($"## Description\n\n{Marked(DescriptionFamily, description + "\n")}");
        }

        AddChecklist(sections, "Acceptance Criteria", CriteriaFamily, acceptanceCriteria);
        AddChecklist(sections, "Definition of Done", DoneFamily, definitionOfDone);
        if (metadata.Length > 0)
        {
            sections.Add($"## Plugin Metadata\n{Marked(MetadataFamily, metadata)}");
        }

        return $"\n{string.Join("\n\n", sections)}\n";
    }

    /// <summary>The body with other metadata; every other byte stays.</summary>
    /// <param name="lines">The new lines, with LF ends.</param>
    /// <param name="lineEnd">The file's line end.</param>
    public string WithMetadata(string lines, string lineEnd)
    {
        if (_blocks.TryGetValue(MetadataFamily, out var block))
        {
            return string.Concat(_text.AsSpan(0, block.Start), Native(lines, lineEnd), _text.AsSpan(block.End));
        }

        var separator =
            _text.Length == 0 || _text.EndsWith($"{lineEnd}{lineEnd}", StringComparison.Ordinal) ? ""
            : _text.EndsWith('\n') ? lineEnd
            : lineEnd + lineEnd;
        return _text + separator + Native($"## Plugin Metadata\n{Marked(MetadataFamily, lines)}\n", lineEnd);
    }

    private static string Native(string text, string lineEnd) =>
        lineEnd == "\n" ? text : text.Replace("\n", lineEnd, StringComparison.Ordinal);

    private static string Marked(string family, string content) =>
        $"<!-- {family}:BEGIN -->\n{content}<!-- {family}:END -->";

    private static void AddChecklist(List<string> sections, string title, string family, IReadOnlyList<string> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        var lines = new StringBuilder();
        for (var i = 0; i < items.Count; i++)
        {
            lines.Append(CultureInfo.InvariantCulture, $"- [ ] #{i + 1} {items[i]}\n");
        }

        sections.Add($"## {title}\n{Marked(family, lines.ToString())}");
    }

    private static AcceptanceCriterion? Criterion(string line)
    {
        if (line.Length < 9 || !line.StartsWith("- [", StringComparison.Ordinal) || line[3] is not (' ' or 'x'))
        {
            return null;
        }

        var space = line.IndexOf(' ', 7);
        return
            line.AsSpan(4, 3) is "] #"
            && space > 7
            && int.TryParse(line.AsSpan(7, space - 7), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new AcceptanceCriterion(number, line[(space + 1)..], line[3] == 'x')
            : null;
    }

    private string? Block(string family) =>
        _blocks.TryGetValue(family, out var block) ? _text[block.Start..block.End] : null;

    private static Dictionary<string, (int Start, int End)> FindBlocks(string text)
    {
        var blocks = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        var lines = TextLines.Split(text);
        var position = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            position += lines[i].Length;
            if (Marker(lines[i], "BEGIN") is not { } family || FindEnd(lines, i + 1, family) is not { } end)
            {
                continue;
            }

            var length = lines.AsSpan(i + 1, end - i - 1).ToArray().Sum(l => l.Length);
            blocks.TryAdd(family, (position, position + length));
            position += length + lines[end].Length;
            i = end;
        }

        return blocks;
    }

    private static int? FindEnd(string[] lines, int from, string family)
    {
        var end = Array.FindIndex(lines, from, line => Marker(line, "END") == family);
        return end < 0 ? null : end;
    }

    private static string? Marker(string line, string kind)
    {
        const string Opening = "<!-- ";
        var closing = $":{kind} -->";
        var trimmed = line.TrimEnd();
        return
            trimmed.Length > Opening.Length + closing.Length
            && trimmed.StartsWith(Opening, StringComparison.Ordinal)
            && trimmed.EndsWith(closing, StringComparison.Ordinal)
            ? trimmed[Opening.Length..^closing.Length]
            : null;
    }
}
