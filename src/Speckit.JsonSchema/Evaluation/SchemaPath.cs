using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Evaluation;

/// <summary>The way that evaluation took through the schema, references included.</summary>
internal sealed class SchemaPath
{
    public static readonly SchemaPath Root = new(null, "");

    private readonly SchemaPath? _parent;
    private readonly string _segment;

    private SchemaPath(SchemaPath? parent, string segment) => (_parent, _segment) = (parent, segment);

    public SchemaPath Then(string segment) => new(this, segment);

    /// <summary>As a JSON Pointer.</summary>
    public override string ToString()
    {
        var segments = new List<string>();
        for (var at = this; at._parent is not null; at = at._parent)
        {
            segments.Add(at._segment);
        }

        segments.Reverse();
        return JsonPointer.Join(segments);
    }
}
