using System.Collections.Immutable;
using System.Text.Json;
using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Identifiers;
using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Compilation;

/// <summary>Builds the nodes of a schema and of everything that it refers to.</summary>
internal sealed class SchemaCompiler
{
    /// <summary>The base of a schema that has no identifier. Its scheme is in no registry, so no document has it.</summary>
    private static readonly UriReference NoIdentifier = UriReference.Split("schema:///");

    private readonly Dictionary<JsonValue, SchemaNode> _nodes = [];
    private readonly Dictionary<SchemaResource, DynamicAnchors> _anchors = [];
    private readonly Queue<(JsonValue Schema, SchemaNode Node, SchemaResource Owner)> _pending = [];

    private SchemaCompiler(SchemaOptions options)
    {
        AssertFormat = options.AssertFormat;
        Resources = new ResourceIndex(
            new DocumentStore(options, Problems),
            Dialect.Standard(options.DefaultDraft),
            Problems
        );
    }

    public bool AssertFormat { get; }

    public Problems Problems { get; } = new();

    public ResourceIndex Resources { get; }

    public bool TracksEvaluated { get; set; }

    public bool UsesDynamicScope { get; set; }

    /// <summary>The compiled schema, or null when there is nothing to start from; and all that is wrong.</summary>
    public static CompiledSchema? Compile(
        JsonElement schema,
        SchemaOptions options,
        out ImmutableArray<SchemaError> errors
    )
    {
        if (JsonValueReader.Read(schema, options.MaximumDepth, out var problem) is not { } root)
        {
            errors = [new SchemaError(problem.Pointer, problem.Message)];
            return null;
        }

        var compiler = new SchemaCompiler(options);
        compiler.Resources.Add(root, NoIdentifier);
        var node = compiler.Node(root);
        compiler.BuildPending();
        errors = compiler.Problems.Errors;
        return new CompiledSchema(node, compiler.TracksEvaluated, compiler.UsesDynamicScope);
    }

    /// <summary>The node of the schema at this place. It is filled later, so that references may go in circles
    /// and chains of them do not go deep.</summary>
    public SchemaNode Node(JsonValue schema)
    {
        if (_nodes.TryGetValue(schema, out var known))
        {
            return known;
        }

        var owner = Resources.OwnerOf(schema);
        if (!_anchors.TryGetValue(owner, out var anchors))
        {
            anchors = new DynamicAnchors();
            _anchors.Add(owner, anchors);
            foreach (var (name, place) in owner.DynamicAnchors)
            {
                anchors.Add(name, Node(place));
            }

            // A dynamic anchor may have been this very schema.
            if (_nodes.TryGetValue(schema, out known))
            {
                return known;
            }
        }

        var node = new SchemaNode(anchors);
        _nodes.Add(schema, node);
        _pending.Enqueue((schema, node, owner));
        return node;
    }

    private void BuildPending()
    {
        while (_pending.TryDequeue(out var next))
        {
            Build(next.Schema, next.Node, next.Owner.Dialect);
        }
    }

    private void Build(JsonValue schema, SchemaNode node, Dialect dialect)
    {
        if (schema.IsBoolean)
        {
            node.Constant = schema.Kind == JsonValueKind.True;
            return;
        }

        if (!schema.IsObject)
        {
            Problems.Add(
                schema,
                $"expected a schema, which is an object, true or false; found {Describe.Value(schema)}"
            );
            return;
        }

        // In draft-07 a reference replaces the schema that it stands in, all but the definitions there.
        var isReference = dialect.Draft == SchemaDraft.Draft07 && schema.Member("$ref") is not null;
        var keywords = new List<Keyword>();
        foreach (var (name, value) in schema.Members)
        {
            if (KeywordTable.Find(name, dialect) is { } keyword && (!isReference || name is "$ref" or "definitions"))
            {
                keyword.Build(new KeywordContext(this, schema, name, value, dialect, keywords));
            }
        }

        node.SetKeywords(keywords);
    }
}
