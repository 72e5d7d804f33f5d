using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Text;

namespace Speckit.JsonSchema.Keywords;

internal sealed class UnevaluatedPropertiesKeyword(SchemaNode schema, IReadOnlyList<string> names)
    : Keyword("unevaluatedProperties")
{
    public override bool ComesLast => true;

    public override bool Evaluate(Frame frame)
    {
        var valid = true;
        foreach (var (name, member) in frame.Instance.Members)
        {
            if (frame.Evaluated?.Contains(member) == true)
            {
                continue;
            }

            valid &=
                schema.Constant == false
                    ? frame.Fail(
                        member,
                        Name,
                        $"{Describe.Quote(name)} is not allowed here{Suggestion.For(name, names)}"
                    )
                    : frame.ApplyBelow(schema, member, frame.Path.Then(Name));
        }

        if (frame.Instance.IsObject)
        {
            frame.Evaluated?.AddAll();
        }

        return valid;
    }
}
