using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Evaluation;

/// <summary>The properties and items of one value that some keyword has looked at (JSON Schema 2020-12 §11).</summary>
internal sealed class Evaluated
{
    private readonly HashSet<JsonValue> _children = [];
    private bool _all;

    public bool Contains(JsonValue child) => _all || _children.Contains(child);

    public void Add(JsonValue child)
    {
        if (!_all)
        {
            _children.Add(child);
        }
    }

    public void AddAll() => _all = true;

    public void Add(Evaluated? other)
    {
        _all |= other?._all == true;
        if (!_all && other is not null)
        {
            _children.UnionWith(other._children);
        }
    }
}
