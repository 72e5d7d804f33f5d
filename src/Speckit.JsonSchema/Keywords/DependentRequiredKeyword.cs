using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Text;

namespace Speckit.JsonSchema.Keywords;

/// <summary><c>dependentRequired</c>, and the lists of names in <c>dependencies</c>.</summary>
internal sealed class DependentRequiredKeyword(
    string name,
    IReadOnlyDictionary<string, IReadOnlyList<string>> dependencies
) : Keyword(name)
{
    public override bool Evaluate(Frame frame)
    {
        var valid = true;
        foreach (var (present, required) in dependencies.Where(d => frame.Instance.Members.ContainsKey(d.Key)))
        {
            foreach (var missing in required.Where(r => !frame.Instance.Members.ContainsKey(r)))
            {
                valid = frame.Fail(
                    Name,
                    $"{Describe.Quote(missing)} is missing: it is needed where {Describe.Quote(present)} is given"
                );
            }
        }

        return valid;
    }
}
