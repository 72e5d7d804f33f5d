using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Text;

namespace Speckit.JsonSchema.Keywords;

internal sealed class RequiredKeyword(IReadOnlyList<string> names) : Keyword("required")
{
    public override bool Evaluate(Frame frame)
    {
        if (!frame.Instance.IsObject)
        {
            return true;
        }

        var valid = true;
        foreach (var name in names.Where(name => !frame.Instance.Members.ContainsKey(name)))
        {
            valid = frame.Fail(Name, $"{Describe.Quote(name)} is missing");
        }

        return valid;
    }
}
