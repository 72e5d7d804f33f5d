using System.Text.Json;
using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Keywords;

internal sealed class PropertyNamesKeyword(SchemaNode schema) : Keyword("propertyNames")
{
    public override bool Evaluate(Frame frame)
    {
        var valid = true;
        foreach (var name in frame.Instance.Members.Keys)
        {
            // The name stands where its property stands, and keeps its identity only for this evaluation.
            var value = new JsonValue
            {
                Kind = JsonValueKind.String,
                Text = name,
                Name = name,
                Parent = frame.Instance,
            };
            var failures = frame.Failures is null ? null : new List<Failure>();
            if (!schema.Evaluate(frame.Run, value, frame.Path.Then(Name), frame.Scope, null, failures))
            {
                var reason = Failure.Leaves(failures ?? []).FirstOrDefault()?.Message;
                valid = frame.Fail(
                    value,
                    Name,
                    $"the property name {Describe.Quote(name)} is not allowed here"
                        + (reason is null ? "" : ": " + reason)
                );
            }
        }

        return valid;
    }
}
