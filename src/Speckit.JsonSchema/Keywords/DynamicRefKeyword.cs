using Speckit.JsonSchema.Evaluation;

namespace Speckit.JsonSchema.Keywords;

/// <summary><c>$dynamicRef</c> to a <c>$dynamicAnchor</c> (2020-12 §8.2.3.2).</summary>
internal sealed class DynamicRefKeyword(string anchor, SchemaNode initial) : Keyword("$dynamicRef")
{
    public override bool Evaluate(Frame frame) => frame.Run.Follow(frame.Scope?.Find(anchor) ?? initial, frame, Name);
}
