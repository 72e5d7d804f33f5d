using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Speckit.Workspace.Text;

/// <summary>The value of a front-matter entry, as far as task and agent files need it.</summary>
/// <param name="Scalar">The text of a scalar; null when it is none, or null.</param>
/// <param name="Items">The scalars of a list; null when it is none.</param>
internal sealed record YamlValue(string? Scalar, ImmutableArray<string>? Items)
{
    /// <summary>No value.</summary>
    public static YamlValue Null { get; } = new(null, null);

    /// <summary>Reads the value of one entry.</summary>
    public static Result<YamlValue> Read(FrontMatterEntry entry)
    {
        try
        {
            using var reader = new StringReader(entry.Text);
            var parser = new Parser(reader);
            parser.Consume<StreamStart>();
            parser.Consume<DocumentStart>();
            parser.Consume<MappingStart>();
            parser.Consume<Scalar>();
            var value = ReadValue(parser);
            parser.Consume<MappingEnd>();
            return value;
        }
        catch (Exception e) when (MalformedYaml.IsBlamedOnText(e))
        {
            return WorkspaceDiagnostics.TaskUnreadable.Error(
                $"The value of '{entry.Key}' is not YAML: {e.Message}",
                "quote the value"
            );
        }
    }

    private static YamlValue ReadValue(Parser parser)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return new YamlValue(Text(scalar), null);
        }

        if (!parser.TryConsume<SequenceStart>(out _))
        {
            parser.SkipThisAndNestedEvents();
            return Null;
        }

        var items = ImmutableArray.CreateBuilder<string>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (parser.TryConsume<Scalar>(out var item))
            {
                items.Add(item.Value);
            }
            else
            {
                parser.SkipThisAndNestedEvents();
            }
        }

        return new YamlValue(null, items.ToImmutable());
    }

    private static string? Text(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL"
            ? null
            : scalar.Value;
}
