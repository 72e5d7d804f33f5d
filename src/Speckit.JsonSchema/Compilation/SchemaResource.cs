using Speckit.JsonSchema.Identifiers;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Compilation;

/// <summary>A schema with an identifier of its own, and the names inside it.</summary>
internal sealed class SchemaResource(UriReference id, JsonValue root, Dialect dialect)
{
    /// <summary>Its absolute identifier, without fragment; the base of references in it.</summary>
    public UriReference Id { get; } = id;

    public JsonValue Root { get; } = root;

    public Dialect Dialect { get; } = dialect;

    /// <summary>By <c>$anchor</c>, <c>$dynamicAnchor</c> and draft-07's <c>$id</c> of a fragment alone.</summary>
    public Dictionary<string, JsonValue> Anchors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, JsonValue> DynamicAnchors { get; } = new(StringComparer.Ordinal);
}
