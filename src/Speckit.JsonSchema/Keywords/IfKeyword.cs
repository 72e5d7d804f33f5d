using Speckit.JsonSchema.Evaluation;

namespace Speckit.JsonSchema.Keywords;

/// <summary><c>if</c> with <c>then</c> and <c>else</c>.</summary>
internal sealed class IfKeyword(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : Keyword("if")
{
    public override bool Evaluate(Frame frame)
    {
        var (branch, name) = frame.ApplyHere(condition, frame.Path.Then(Name), null)
            ? (then, "then")
            : (otherwise, "else");
        return branch is null || frame.ApplyHere(branch, frame.Path.Then(name), frame.Failures);
    }
}
