using System.Collections.Immutable;
using Speckit.Manifests.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Speckit.Host.Configuration.Editing;

/// <summary>Reads where the values of a text stand that <see cref="YamlReader"/> accepted.</summary>
internal sealed class SpanReader
{
    private readonly EventStream _events;

    private SpanReader(SourceText source) => _events = new EventStream(source);

    /// <summary>The root, or null when the text is empty.</summary>
    internal static Span? Read(SourceText source)
    {
        var reader = new SpanReader(source);
        return reader._events.Next() is DocumentStart ? reader.Node(reader._events.Next()) : null;
    }

    private Span Node(ParsingEvent found) =>
        found switch
        {
            SequenceStart start => Sequence(start),
            MappingStart start => Mapping(start),
            Scalar scalar => new ScalarSpan(
                (int)scalar.Start.Index,
                (int)scalar.End.Index,
                scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded
            ),
            _ => new ScalarSpan((int)found.Start.Index, (int)found.End.Index, IsBlock: false),
        };

    private SequenceSpan Sequence(SequenceStart start)
    {
        var isFlow = start.Style == SequenceStyle.Flow;
        var items = ImmutableArray.CreateBuilder<Span>();
        var next = _events.Next();
        for (; next is not SequenceEnd; next = _events.Next())
        {
            items.Add(Node(next));
        }

        var last = items.Count > 0 ? items[^1].End : (int)start.End.Index;
        return new SequenceSpan(
            (int)start.Start.Index,
            isFlow ? (int)next.Start.Index + 1 : last,
            isFlow,
            items.ToImmutable()
        );
    }

    private MappingSpan Mapping(MappingStart start)
    {
        var isFlow = start.Style == MappingStyle.Flow;
        var entries = ImmutableArray.CreateBuilder<EntrySpan>();
        var next = _events.Next();
        for (; next is not MappingEnd; next = _events.Next())
        {
            var key = next as Scalar;
            var keySpan = Node(next);
            entries.Add(new EntrySpan(key?.Value ?? "", keySpan.Start, keySpan.End, Node(_events.Next())));
        }

        var last = entries.Count > 0 ? entries[^1].Value.End : (int)start.End.Index;
        return new MappingSpan(
            (int)start.Start.Index,
            isFlow ? (int)next.Start.Index + 1 : last,
            isFlow,
            entries.ToImmutable()
        );
    }
}
