using Speckit.JsonSchema.Evaluation;

namespace Speckit.JsonSchema.Keywords;

/// <summary><c>$ref</c>, and <c>$dynamicRef</c> where it has nothing dynamic about it.</summary>
internal sealed class RefKeyword(string name, SchemaNode target) : Keyword(name)
{
    public override bool Evaluate(Frame frame) => frame.Run.Follow(target, frame, Name);
}
