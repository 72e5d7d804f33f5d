using System.Text.Json.Nodes;

namespace Speckit.Host.Configuration.Editing;

/// <summary>Changes one value of a YAML text and leaves the rest as it was, comments and layout too. What comes out is to be read and
/// compared with what was meant: a text can be written in ways that are not edited right, and then it is not to be used.</summary>
/// <param name="text">The text, without a byte order mark.</param>
/// <param name="root">Where its values stand.</param>
internal sealed class YamlEdit(string text, Span? root)
{
    private readonly string _newline = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>Gives the key that value.</summary>
    /// <returns>The new text, or null when it cannot be done.</returns>
    internal string? Set(ReadOnlySpan<string> parts, JsonNode? value)
    {
        if (root is not MappingSpan)
        {
            return AppendLines(text.Length, InlineYaml.Lines(parts[0], Wrap(parts[1..], value), ""));
        }

        Span at = root;
        for (var i = 0; i < parts.Length; i++)
        {
            switch (at)
            {
                case MappingSpan map when map.Find(parts[i]) is { } entry:
                    if (i == parts.Length - 1 || entry.Value is ScalarSpan)
                    {
                        return Replace(entry, Wrap(parts[(i + 1)..], value));
                    }

                    at = entry.Value;
                    break;
                case MappingSpan map:
                    return Insert(map, parts[i], Wrap(parts[(i + 1)..], value));
                case SequenceSpan list when ListIndex.Of(parts[i]) is { } index && index < list.Items.Length:
                    if (i == parts.Length - 1 || list.Items[index] is ScalarSpan)
                    {
                        return ReplaceItem(list.Items[index], Wrap(parts[(i + 1)..], value));
                    }

                    at = list.Items[index];
                    break;
                case SequenceSpan { Items.IsEmpty: false } list:
                    return Append(list, Wrap(parts[(i + 1)..], value));
                case SequenceSpan list:
                    return Splice(list.Start, list.End, InlineYaml.Of(new JsonArray(Wrap(parts[(i + 1)..], value))));
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Takes a key out, and the maps that hold nothing else.</summary>
    /// <returns>The new text, or null when it cannot be done.</returns>
    internal string? Remove(ReadOnlySpan<string> parts)
    {
        (MappingSpan Map, EntrySpan Entry)? target = null;
        var at = root;
        foreach (var part in parts)
        {
            if (at is SequenceSpan list && ListIndex.Of(part) is { } index && index < list.Items.Length)
            {
                at = list.Items[index];
                target = null;
                continue;
            }

            if (at is not MappingSpan map || map.Find(part) is not { } entry)
            {
                return null;
            }

            // The outermost map that would be left without anything goes as a whole.
            target = target is null || map.Entries.Length > 1 ? (map, entry) : target;
            at = entry.Value;
        }

        return target is not { } found ? null
            : found.Map.IsFlow ? CutFlow(found.Map, found.Entry)
            : CutLines(found.Entry);
    }

    private static JsonNode? Wrap(ReadOnlySpan<string> parts, JsonNode? value)
    {
        var wrapped = value?.DeepClone();
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            wrapped = new JsonObject { [parts[i]] = wrapped };
        }

        return wrapped;
    }

    private string? Replace(EntrySpan entry, JsonNode? value)
    {
        var span = entry.Value;
        var written = InlineYaml.Of(value);
        if (span.Start == span.End)
        {
            return Splice(span.Start, span.Start, " " + written);
        }

        if (!IsBlock(span))
        {
            return Splice(span.Start, span.End, written);
        }

        var colon = text.IndexOf(':', entry.KeyEnd);
        if (colon < 0 || colon > span.Start)
        {
            return null;
        }

        // A comment behind the key stays; that of a block scalar's header goes with the header.
        var kept = span is ScalarSpan ? "" : text[(colon + 1)..EndOfLine(colon)].TrimEnd();
        return text[..(colon + 1)] + " " + written + kept + text[ContentEnd(span)..];
    }

    private string ReplaceItem(Span item, JsonNode? value)
    {
        var written = InlineYaml.Of(value);
        return item.Start == item.End
            ? Splice(item.Start, item.Start, " " + written)
            : Splice(item.Start, IsBlock(item) ? ContentEnd(item) : item.End, written);
    }

    private string? Insert(MappingSpan map, string key, JsonNode? value)
    {
        if (map.IsFlow)
        {
            var entry = $"{InlineYaml.Text(key)}: {InlineYaml.Of(value)}";
            return map.Entries.IsEmpty
                ? Splice(map.End - 1, map.End - 1, entry)
                : Splice(map.Entries[^1].Value.End, map.Entries[^1].Value.End, ", " + entry);
        }

        var indent = new string(' ', map.Entries[0].Start - StartOfLine(map.Entries[0].Start));
        return AppendLines(AfterLastLine(map), InlineYaml.Lines(key, value, indent));
    }

    private string? Append(SequenceSpan list, JsonNode? value)
    {
        var last = list.Items[^1];
        var written = InlineYaml.Of(value);
        if (list.IsFlow)
        {
            return Splice(last.End, last.End, ", " + written);
        }

        var dash = last.Start > 0 ? text.LastIndexOf('-', last.Start - 1) : -1;
        return dash < 0
            ? null
            : AppendLines(AfterLastLine(list), [$"{new string(' ', dash - StartOfLine(dash))}- {written}"]);
    }

    private string? CutLines(EntrySpan entry)
    {
        var start = StartOfLine(entry.Start);
        return text.AsSpan(start, entry.Start - start).IsWhiteSpace()
            ? Splice(start, AfterLastLine(entry.Value), "")
            : null;
    }

    private string CutFlow(MappingSpan map, EntrySpan entry)
    {
        var index = map.Entries.IndexOf(entry);
        return index > 0 ? Splice(map.Entries[index - 1].Value.End, entry.Value.End, "")
            : map.Entries.Length > 1 ? Splice(entry.Start, map.Entries[1].Start, "")
            : Splice(entry.Start, entry.Value.End, "");
    }

    private string AppendLines(int position, IEnumerable<string> lines)
    {
        var before = text[..position];
        if (before.Length > 0 && !before.EndsWith('\n'))
        {
            before = WithoutFinalBreak(before) + _newline;
        }

        return before + string.Concat(lines.Select(line => line + _newline)) + text[position..];
    }

    /// <summary>A block scalar that the text ends in has no final line break, and gets one as soon as a line follows: its header has to
    /// say that the break is none of its own.</summary>
    private string WithoutFinalBreak(string before)
    {
        if (Last(root) is not ScalarSpan { IsBlock: true } block || block.End < before.Length)
        {
            return before;
        }

        var header = before[block.Start..EndOfLine(block.Start)];
        var indicators = header.Split('#')[0];
        return indicators.Contains('-', StringComparison.Ordinal) ? before
            : indicators.IndexOf('+', StringComparison.Ordinal) is > 0 and var keep
                ? before[..(block.Start + keep)] + "-" + before[(block.Start + keep + 1)..]
            : before[..(block.Start + 1)] + "-" + before[(block.Start + 1)..];
    }

    private static Span? Last(Span? span) =>
        span switch
        {
            MappingSpan { IsFlow: false, Entries: [.., var entry] } => Last(entry.Value),
            SequenceSpan { IsFlow: false, Items: [.., var item] } => Last(item),
            _ => span,
        };

    private string Splice(int start, int end, string written) => text[..start] + written + text[end..];

    private static bool IsBlock(Span span) =>
        span is ScalarSpan { IsBlock: true } or SequenceSpan { IsFlow: false } or MappingSpan { IsFlow: false };

    /// <summary>The end of a block, before its final line break.</summary>
    private int ContentEnd(Span span)
    {
        var end = span.End;
        while (end > span.Start && text[end - 1] is ('\n' or '\r' or ' '))
        {
            end--;
        }

        return end;
    }

    /// <summary>The start of the line after the last one of a value.</summary>
    private int AfterLastLine(Span span)
    {
        if (span.End > 0 && span.End > span.Start && text[span.End - 1] == '\n')
        {
            return span.End;
        }

        var end = EndOfLine(span.End);
        return end == text.Length ? end : text.IndexOf('\n', end) + 1;
    }

    private int StartOfLine(int position) => position == 0 ? 0 : text.LastIndexOf('\n', position - 1) + 1;

    private int EndOfLine(int position)
    {
        var end = text.IndexOf('\n', position);
        return end < 0 ? text.Length
            : end > position && text[end - 1] == '\r' ? end - 1
            : end;
    }
}
