using System.Collections.Immutable;

namespace Speckit.JsonSchema.Evaluation;

/// <summary>Turns failures into errors with whole paths. What is shared between references is told once.</summary>
internal static class FailureReport
{
    public static ImmutableArray<ValidationError> Errors(List<Failure> failures)
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        var seen = new HashSet<Outcome>();
        var pending = new Stack<(string Prefix, Failure Failure)>();
        Push("", failures);
        while (pending.TryPop(out var next))
        {
            var path = next.Prefix + next.Failure.Path;
            if (next.Failure.Behind is not { } behind)
            {
                errors.Add(Error(next.Failure, path));
            }
            else if (seen.Add(behind))
            {
                Push(path, behind.Failures);
            }
        }

        return errors.ToImmutable();

        void Push(string prefix, List<Failure> more)
        {
            for (var i = more.Count - 1; i >= 0; i--)
            {
                pending.Push((prefix, more[i]));
            }
        }
    }

    public static ValidationError Error(Failure failure) => Error(failure, failure.Path.ToString());

    private static ValidationError Error(Failure failure, string path) =>
        new(failure.Instance.Pointer, path, failure.Keyword, failure.Message);
}
