namespace Speckit.JsonSchema.Evaluation;

/// <summary>The schemas that a resource offers to <c>$dynamicRef</c>.</summary>
internal sealed class DynamicAnchors
{
    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);

    public void Add(string anchor, SchemaNode node) => _nodes[anchor] = node;

    public SchemaNode? Find(string anchor) => _nodes.GetValueOrDefault(anchor);
}
