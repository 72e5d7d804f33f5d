using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Patterns;

namespace Speckit.JsonSchema.Keywords;

internal sealed class PatternPropertiesKeyword(IReadOnlyList<(EcmaPattern Pattern, SchemaNode Schema)> schemas)
    : Keyword("patternProperties")
{
    public override bool Evaluate(Frame frame)
    {
        var path = frame.Path.Then(Name);
        var valid = true;
        foreach (var (name, member) in frame.Instance.Members)
        {
            foreach (var (pattern, schema) in schemas)
            {
                switch (pattern.IsMatch(name))
                {
                    case true:
                        valid &= frame.ApplyBelow(schema, member, path.Then(pattern.Source));
                        break;
                    case null:
                        return frame.Stop(Name, PatternKeyword.TooSlow(pattern));
                }
            }
        }

        return valid;
    }
}
