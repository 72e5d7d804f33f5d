using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Patterns;
using Speckit.JsonSchema.Text;

namespace Speckit.JsonSchema.Keywords;

internal sealed class AdditionalPropertiesKeyword(
    SchemaNode schema,
    IReadOnlySet<string> names,
    IReadOnlyList<EcmaPattern> patterns
) : Keyword("additionalProperties")
{
    public override bool Evaluate(Frame frame)
    {
        var valid = true;
        foreach (var (name, member) in frame.Instance.Members.Where(m => !names.Contains(m.Key)))
        {
            var matches = patterns
                .Select(p => (Pattern: p, IsMatch: p.IsMatch(name)))
                .FirstOrDefault(m => m.IsMatch != false);
            if (matches is { Pattern: { } slow, IsMatch: null })
            {
                return frame.Stop(Name, PatternKeyword.TooSlow(slow));
            }

            if (matches.IsMatch == true)
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

        return valid;
    }
}
