using System.Collections.Immutable;
using System.Globalization;
using Speckit.Manifests.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Speckit.Manifests.Yaml;

/// <summary>Turns the parser's events into a tree, within the limits of <see cref="YamlReader"/>.</summary>
internal sealed class YamlTreeBuilder(SourceText source)
{
    private readonly ImmutableArray<Diagnostic>.Builder _problems = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly Dictionary<string, Measured?> _anchors = new(StringComparer.Ordinal);
    private readonly EventStream _events = new(source);
    private int _nodes;
    private long _characters;

    // A node and what an alias to it costs.
    private sealed record Measured(YamlNode Node, int Nodes, long Characters, int Height);

    public YamlDocument Build()
    {
        try
        {
            return new YamlDocument(ReadStream(), _problems.ToImmutable());
        }
        catch (YamlProblem problem)
        {
            return new YamlDocument(null, [.. _problems, problem.Diagnostic]);
        }
    }

    private YamlNode ReadStream()
    {
        if (_events.Next() is not DocumentStart)
        {
            return new YamlScalar(source.Locate(0), null, "", YamlScalarStyle.Plain, YamlScalarType.Null);
        }

        var root = ReadNode(_events.Next(), 1).Node;
        if (_events.Next() is DocumentEnd && _events.Next() is DocumentStart second)
        {
            throw new YamlProblem(
                ManifestDiagnostics.SeveralDocuments.Error(
                    "A second document starts here; expected one.",
                    "remove the '---' line, or move what follows into a file of its own",
                    source.Locate(second.Start.Index)
                )
            );
        }

        return root;
    }

    private Measured ReadNode(ParsingEvent @event, int depth)
    {
        if (@event is AnchorAlias alias)
        {
            return ReadAlias(alias, depth);
        }

        if (@event is not NodeEvent node)
        {
            // The parser lets a mapping end between a key and its value.
            throw new YamlProblem(SyntaxProblem.Describe(source, @event.Start.Index, "A value is missing"));
        }

        Count(1, 0, depth, node.Start);
        var anchor = node.Anchor.IsEmpty ? null : node.Anchor.Value;
        if (anchor is not null)
        {
            _anchors[anchor] = null;
        }

        var measured = node switch
        {
            Scalar scalar => ReadScalar(scalar, depth),
            SequenceStart start => ReadSequence(start, depth),
            _ => ReadMapping((MappingStart)node, depth),
        };
        if (anchor is not null)
        {
            _anchors[anchor] = measured;
        }

        return measured;
    }

    private Measured ReadAlias(AnchorAlias alias, int depth)
    {
        var name = alias.Value.Value;
        if (!_anchors.TryGetValue(name, out var target) || target is null)
        {
            var message = _anchors.ContainsKey(name)
                ? $"The alias '*{name}' is inside the very node that it stands for."
                : $"The alias '*{name}' has no anchor before it.";
            throw new YamlProblem(ManifestDiagnostics.BadAlias.Error(message, null, source.Locate(alias.Start.Index)));
        }

        Count(target.Nodes, target.Characters, depth + target.Height - 1, alias.Start);
        return target;
    }

    private Measured ReadScalar(Scalar scalar, int depth)
    {
        Count(0, scalar.Value.Length, depth, scalar.Start);
        var node = ScalarFactory.Create(source, scalar, _problems);
        return new Measured(node, 1, scalar.Value.Length, 1);
    }

    private Measured ReadSequence(SequenceStart start, int depth)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        var (nodes, characters, height) = (1, 0L, 0);
        for (var next = _events.Next(); next is not SequenceEnd; next = _events.Next())
        {
            var item = ReadNode(next, depth + 1);
            items.Add(item.Node);
            (nodes, characters, height) = Sum(nodes, characters, height, item);
        }

        var tag = ScalarFactory.CollectionTag(source, start, "seq", _problems);
        var node = new YamlSequence(source.Locate(start.Start.Index), tag, items.ToImmutable());
        return new Measured(node, nodes, characters, height + 1);
    }

    private Measured ReadMapping(MappingStart start, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        var seen = new Dictionary<string, SourceLocation>(StringComparer.Ordinal);
        var (nodes, characters, height) = (1, 0L, 0);
        for (var next = _events.Next(); next is not MappingEnd; next = _events.Next())
        {
            var place = source.Locate(next.Start.Index);
            var key = ReadNode(next, depth + 1);
            var value = ReadNode(_events.Next(), depth + 1);
            (nodes, characters, height) = Sum(nodes, characters, height, key);
            (nodes, characters, height) = Sum(nodes, characters, height, value);
            if (CheckKey(key.Node, place, seen) is { } text)
            {
                entries.Add(new YamlEntry(text, place, value.Node));
            }
        }

        var tag = ScalarFactory.CollectionTag(source, start, "map", _problems);
        var node = new YamlMapping(source.Locate(start.Start.Index), tag, entries.ToImmutable());
        return new Measured(node, nodes, characters, height + 1);
    }

    private string? CheckKey(YamlNode key, SourceLocation place, Dictionary<string, SourceLocation> seen)
    {
        if (key is not YamlScalar scalar)
        {
            _problems.Add(
                ManifestDiagnostics.KeyNotText.Error("A list or mapping is used as a key; expected text.", null, place)
            );
            return null;
        }

        if (scalar is { Text: "<<", Style: YamlScalarStyle.Plain })
        {
            _problems.Add(
                ManifestDiagnostics.MergeKey.Error(
                    "The merge key '<<' is not part of YAML 1.2.",
                    "write the keys out",
                    place
                )
            );
            return null;
        }

        if (seen.TryAdd(scalar.Text, place))
        {
            return scalar.Text;
        }

        var first = seen[scalar.Text];
        _problems.Add(
            ManifestDiagnostics.DuplicateKey.Error(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The key '{Excerpt.Of(scalar.Text)}' is already in line {first.Line}."
                ),
                "keep one of them",
                place
            )
        );
        return null;
    }

    private static (int Nodes, long Characters, int Height) Sum(
        int nodes,
        long characters,
        int height,
        Measured child
    ) => (nodes + child.Nodes, characters + child.Characters, Math.Max(height, child.Height));

    private void Count(int nodes, long characters, int depth, Mark at)
    {
        _nodes += nodes;
        _characters += characters;
        var (limit, advice) =
            depth > YamlReader.MaxDepth ? ("nested deeper than 64 levels", "flatten it")
            : _nodes > YamlReader.MaxNodes ? ("larger than 50,000 values, aliases counted in full", "split the file")
            : _characters > YamlReader.MaxBytes
                ? ("larger than 1 MiB of text, aliases counted in full", "use fewer aliases")
            : (null, null);
        if (limit is not null)
        {
            throw new YamlProblem(
                ManifestDiagnostics.LimitExceeded.Error($"The document is {limit}.", advice, source.Locate(at.Index))
            );
        }
    }
}
