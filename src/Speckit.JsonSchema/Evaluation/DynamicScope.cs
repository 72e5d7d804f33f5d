namespace Speckit.JsonSchema.Evaluation;

/// <summary>The schema resources that evaluation has passed through, outermost first, each once (2020-12 §7.1).
/// Equal scopes of one run are the same object.</summary>
internal sealed class DynamicScope
{
    private readonly Dictionary<DynamicAnchors, DynamicScope> _inner = [];
    private readonly IReadOnlyList<DynamicAnchors> _resources;

    private DynamicScope(IReadOnlyList<DynamicAnchors> resources) => _resources = resources;

    public static DynamicScope Start() => new([]);

    public DynamicScope Enter(DynamicAnchors resource)
    {
        if (_resources.Contains(resource))
        {
            return this;
        }

        if (!_inner.TryGetValue(resource, out var inner))
        {
            inner = new DynamicScope([.. _resources, resource]);
            _inner.Add(resource, inner);
        }

        return inner;
    }

    /// <summary>The outermost schema with that dynamic anchor, or null.</summary>
    public SchemaNode? Find(string anchor) =>
        _resources.Select(r => r.Find(anchor)).FirstOrDefault(node => node is not null);
}
