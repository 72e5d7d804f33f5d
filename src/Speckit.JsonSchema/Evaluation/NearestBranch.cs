using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Evaluation;

/// <summary>Of several forms that all failed, the one that the writer most likely meant.</summary>
internal static class NearestBranch
{
    /// <summary>Tells the frame what is wrong by the form that came nearest.</summary>
    public static void Tell(Frame frame, string keyword, IReadOnlyList<List<Failure>> branches)
    {
        if (frame.Failures is null || frame.Run.IsStopped)
        {
            return;
        }

        if (Merge(branches, frame.Instance) is { } merged)
        {
            frame.Fail(keyword, $"expected {merged}, found {Describe.Value(frame.Instance)}", merged);
            return;
        }

        frame.Failures.AddRange(branches.MinBy(b => Distance(b, frame.Instance))!);
    }

    /// <summary>One sentence for forms of which each failed only by what the value itself is: <c>a string or an array</c>.</summary>
    private static string? Merge(IReadOnlyList<List<Failure>> branches, JsonValue instance)
    {
        var expected = new List<string>();
        foreach (var branch in branches)
        {
            var leaves = Failure.Leaves(branch).Take(2).ToList();
            if (leaves is not [{ Expected: { } one } leaf] || leaf.Instance != instance)
            {
                return null;
            }

            if (!expected.Contains(one))
            {
                expected.Add(one);
            }
        }

        return Describe.Or(expected);
    }

    /// <summary>A value of another kind is farthest, then one that says by a constant that it is another form; then failures count.</summary>
    private static int Distance(List<Failure> branch, JsonValue instance)
    {
        const int OtherKind = 2_000_000;
        const int OtherForm = 1_000_000;
        var distance = 0;
        foreach (var leaf in Failure.Leaves(branch))
        {
            var here = leaf.Instance == instance;
            distance += leaf.Keyword switch
            {
                "type" or "false" when here => OtherKind,
                "const" or "enum" when here || leaf.Instance.Parent == instance => OtherForm,
                _ => 1,
            };
            distance = Math.Min(distance, 2 * OtherKind);
        }

        return distance;
    }
}
