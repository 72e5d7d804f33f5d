using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Evaluation;

/// <summary>A compiled schema.</summary>
internal sealed class SchemaNode(DynamicAnchors resource)
{
    private IReadOnlyList<Keyword> _keywords = [];
    private bool _tracks;

    /// <summary>What a boolean schema says; null for others.</summary>
    public bool? Constant { get; set; }

    public void SetKeywords(IEnumerable<Keyword> keywords)
    {
        _keywords = [.. keywords.OrderBy(k => k.ComesLast)];
        _tracks = _keywords.Any(k => k.ComesLast);
    }

    /// <summary>Whether the value is valid against this schema.</summary>
    /// <param name="into">Takes what was looked at, when that is wanted and the value is valid.</param>
    /// <param name="failures">Takes what failed; null when only the verdict is wanted.</param>
    public bool Evaluate(
        EvaluationRun run,
        JsonValue instance,
        SchemaPath path,
        DynamicScope? scope,
        Evaluated? into,
        List<Failure>? failures
    )
    {
        if (Constant is { } constant)
        {
            if (!constant)
            {
                failures?.Add(
                    Failure.Of(path, instance, "false", $"nothing is allowed here, found {Describe.Value(instance)}")
                );
            }

            return constant;
        }

        if (!run.Enter(instance, path))
        {
            return false;
        }

        var evaluated = into is not null || _tracks ? new Evaluated() : null;
        var frame = new Frame(run, instance, path, scope?.Enter(resource), evaluated, failures);
        var valid = EvaluateKeywords(frame);
        run.Leave();
        if (valid)
        {
            into?.Add(evaluated);
        }

        return valid;
    }

    private bool EvaluateKeywords(Frame frame)
    {
        var valid = true;
        foreach (var keyword in _keywords)
        {
            // What failed counts as not looked at, so later complaints about that would only repeat it.
            if (!valid && (frame.Failures is null || keyword.ComesLast))
            {
                break;
            }

            valid &= keyword.Evaluate(frame);
            if (frame.Run.IsStopped)
            {
                return false;
            }
        }

        return valid;
    }
}
