using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Text;

namespace Speckit.JsonSchema.Keywords;

internal sealed class NotKeyword(SchemaNode schema) : Keyword("not")
{
    public override bool Evaluate(Frame frame) =>
        !frame.Test(schema, frame.Path.Then(Name))
        || frame.Fail(Name, $"{Describe.Value(frame.Instance)} is of a form that is not allowed here");
}
