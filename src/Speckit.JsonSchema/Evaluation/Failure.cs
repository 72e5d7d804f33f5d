using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Evaluation;

/// <summary>One failed assertion; or everything that failed behind a reference.</summary>
internal sealed class Failure
{
    private Failure(SchemaPath path, JsonValue instance) => (Path, Instance) = (path, instance);

    /// <summary>The keyword's place, or that of the reference: from the start of the shared outcome that holds this.</summary>
    public SchemaPath Path { get; }

    public JsonValue Instance { get; }

    public string Keyword { get; private init; } = "";

    public string Message { get; private init; } = "";

    /// <summary>What was expected, where branches that expected different things can be told in one sentence.</summary>
    public string? Expected { get; private init; }

    /// <summary>What failed behind the reference, or null for a single assertion.</summary>
    public Outcome? Behind { get; private init; }

    public static Failure Of(
        SchemaPath path,
        JsonValue instance,
        string keyword,
        string message,
        string? expected = null
    ) =>
        new(path, instance)
        {
            Keyword = keyword,
            Message = message,
            Expected = expected,
        };

    public static Failure Reference(SchemaPath path, JsonValue instance, Outcome behind) =>
        new(path, instance) { Behind = behind };

    /// <summary>The single assertions, each shared outcome once, in the order in which they failed.</summary>
    public static IEnumerable<Failure> Leaves(IEnumerable<Failure> failures)
    {
        var seen = new HashSet<Outcome>();
        var pending = new Stack<Failure>(failures.Reverse());
        while (pending.TryPop(out var failure))
        {
            if (failure.Behind is null)
            {
                yield return failure;
            }
            else if (seen.Add(failure.Behind))
            {
                failure.Behind.Failures.AsEnumerable().Reverse().ToList().ForEach(pending.Push);
            }
        }
    }
}
