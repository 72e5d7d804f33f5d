using System.Globalization;
using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Text;

namespace Speckit.JsonSchema.Keywords;

/// <summary><c>contains</c> with its limits.</summary>
/// <param name="schema">What the counted items are valid against.</param>
/// <param name="minimum">How many there must be.</param>
/// <param name="maximum">How many there may be; null for any number.</param>
/// <param name="evaluates">Whether such items count as looked at: since draft 2020-12.</param>
internal sealed class ContainsKeyword(SchemaNode schema, int minimum, int? maximum, bool evaluates)
    : Keyword("contains")
{
    public override bool Evaluate(Frame frame)
    {
        if (!frame.Instance.IsArray)
        {
            return true;
        }

        var path = frame.Path.Then(Name);
        var count = 0;
        foreach (var item in frame.Instance.Items)
        {
            if (frame.TestBelow(schema, item, path))
            {
                count++;
                if (evaluates)
                {
                    frame.Evaluated?.Add(item);
                }
            }
        }

        if (count < minimum)
        {
            return frame.Fail(minimum == 1 ? Name : "minContains", Message("at least", minimum, count));
        }

        return count <= (maximum ?? count) || frame.Fail("maxContains", Message("at most", maximum!.Value, count));
    }

    private static string Message(string words, int limit, int count)
    {
        var needed = Describe.Count(limit, "item", "items");
        var found = count == 0 ? "none" : count.ToString(CultureInfo.InvariantCulture);
        return $"expected {words} {needed} of the form that \"contains\" describes, found {found}";
    }
}
