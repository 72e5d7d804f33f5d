using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Workspace.Text;

/// <summary>
/// The block between two <c>---</c> lines at the start of a Markdown file, split into top-level entries that keep their text,
/// so that a change of one entry leaves every other byte as it was.
/// </summary>
internal sealed class FrontMatter
{
    private readonly string _opening;
    private readonly ImmutableArray<FrontMatterEntry> _entries;

    private FrontMatter(string opening, ImmutableArray<FrontMatterEntry> entries, string closing, string body)
    {
        _opening = opening;
        _entries = entries;
        Closing = closing;
        Body = body;
    }

    /// <summary>Everything after the closing line.</summary>
    public string Body { get; }

    /// <summary>The keys, in the file's order.</summary>
    public IEnumerable<string> Keys => _entries.Select(e => e.Key).Where(k => k.Length > 0);

    /// <summary>The line end of the file: that of its first line.</summary>
    public string LineEnd => _opening.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    private string Closing { get; }

    /// <summary>Reads a file's text. A byte order mark is kept.</summary>
    /// <returns>The front matter; null when the text does not start with one, or it does not end.</returns>
    public static Result<FrontMatter>? Read(string fileName, string text)
    {
        var lines = TextLines.Split(text);
        if (lines.Length == 0 || lines[0].TrimStart('\uFEFF').TrimEnd() != "---")
        {
            return null;
        }

        var close = Array.FindIndex(lines, 1, line => line.TrimEnd() == "---");
        if (close < 0)
        {
            return null;
        }

        var entries = FrontMatterEntry.ReadAll(fileName, lines.AsSpan(1, close - 1));
        return entries.Succeeded
            ? new FrontMatter(lines[0], entries.Value, lines[close], string.Concat(lines.Skip(close + 1)))
            : entries.Propagate<FrontMatter>();
    }

    /// <summary>The scalar under a key; null when it is missing, null or not a scalar.</summary>
    public Result<YamlValue> Get(string key)
    {
        // The last of several wins in no reader: such a file is refused by all of them, so it is here.
        var found = _entries.Where(e => e.Key == key).ToArray();
        return found.Length switch
        {
            0 => YamlValue.Null,
            1 => YamlValue.Read(found[0]),
            _ => WorkspaceDiagnostics.TaskUnreadable.Error($"The key '{key}' is there {found.Length} times."),
        };
    }

    /// <summary>The same file with one entry replaced, or added where <paramref name="order"/> has it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="entry">The new text with LF line ends, as <see cref="JsYaml"/> writes it.</param>
    /// <param name="order">All known keys in their order.</param>
    public FrontMatter With(string key, string entry, IReadOnlyList<string> order)
    {
        var text = LineEnd == "\n" ? entry : entry.Replace("\n", LineEnd, StringComparison.Ordinal);
        var index = IndexOf(key);
        var entries =
            index >= 0
                ? _entries.SetItem(index, _entries[index].Replaced(text))
                : _entries.Insert(InsertionIndex(key, order), new FrontMatterEntry(key, text, Line: 0));
        return new FrontMatter(_opening, entries, Closing, Body);
    }

    /// <summary>The same file with another body.</summary>
    public FrontMatter WithBody(string body) =>
        // A closing line at the very end of the file needs its line end before anything can follow.
        new(_opening, _entries, body.Length > 0 && !Closing.EndsWith('\n') ? Closing + LineEnd : Closing, body);

    /// <inheritdoc/>
    public override string ToString() => string.Concat([_opening, .. _entries.Select(e => e.Text), Closing, Body]);

    private int IndexOf(string key)
    {
        for (var i = 0; i < _entries.Length; i++)
        {
            if (_entries[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    private int InsertionIndex(string key, IReadOnlyList<string> order)
    {
        for (var rank = order.ToList().IndexOf(key) - 1; rank >= 0; rank--)
        {
            var index = IndexOf(order[rank]);
            if (index >= 0)
            {
                return index + 1;
            }
        }

        return _entries.Length;
    }
}
