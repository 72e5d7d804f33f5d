using System.Collections.Immutable;
using System.Globalization;
using Speckit.Registry.Client.Resolution.Solving;

namespace Speckit.Registry.Client.Resolution.Explanation;

/// <summary>Tells why there is no solution, as PubGrub does: each line follows from constraints and from lines before it; a line that
/// is needed twice has a number.</summary>
internal sealed class Story
{
    private const int MaxLines = 60;
    private const int MaxDepth = 200;
    private const int MaxConstraints = 200;

    private readonly Dictionary<Incompatibility, int> _uses = [];
    private readonly Dictionary<Incompatibility, int> _numbers = [];
    private readonly List<(int? Number, string Text)> _lines = [];
    private readonly Incompatibility _failure;

    private Story(Incompatibility failure) => _failure = failure;

    /// <summary>The lines of the story. One that nobody would read is told as the plain list of all constraints involved.</summary>
    public static ImmutableArray<string> Tell(Incompatibility failure)
    {
        if (failure.Cause is not Cause.Derived)
        {
            return [$"Because {Clause.Of(failure)}, version solving failed."];
        }

        var story = new Story(failure);
        if (story.CountUses() <= MaxDepth)
        {
            story.Visit(failure, isConclusion: false);
            if (story._lines.Count <= MaxLines)
            {
                return [.. story._lines.Select(Format)];
            }
        }

        var constraints = Constraints(failure);
        var more = constraints.Length - MaxConstraints;
        return
        [
            "Version solving failed, because these cannot all be met:",
            .. constraints.Take(MaxConstraints).Select(constraint => $"- {Clause.Of(constraint)}"),
            .. more > 0 ? [string.Create(CultureInfo.InvariantCulture, $"- and {more} more")] : Array.Empty<string>(),
        ];
    }

    /// <summary>Every constraint that the proof rests on, each once, those of the project first.</summary>
    public static ImmutableArray<Incompatibility> Constraints(Incompatibility failure)
    {
        var found = new List<Incompatibility>();
        var seen = new HashSet<Incompatibility> { failure };
        var open = new Stack<Incompatibility>([failure]);
        while (open.TryPop(out var next))
        {
            if (next.Cause is not Cause.Derived derived)
            {
                found.Add(next);
                continue;
            }

            foreach (var part in new[] { derived.Second, derived.First }.Where(seen.Add))
            {
                open.Push(part);
            }
        }

        return [.. found.OrderBy(constraint => constraint.Cause is not Cause.Wanted)];
    }

    // How often each step is used, and how deep the proof is: it may be deeper than the stack.
    private int CountUses()
    {
        var depths = new Dictionary<Incompatibility, int>();
        var entered = new HashSet<Incompatibility>();
        var open = new Stack<(Incompatibility Step, bool Leaving)>([(_failure, false)]);
        while (open.TryPop(out var next))
        {
            if (next.Step.Cause is not Cause.Derived derived)
            {
                depths[next.Step] = 0;
            }
            else if (next.Leaving)
            {
                depths[next.Step] = 1 + Math.Max(depths[derived.First], depths[derived.Second]);
            }
            else if (entered.Add(next.Step))
            {
                open.Push((next.Step, true));
                foreach (var part in new[] { derived.First, derived.Second })
                {
                    _uses[part] = _uses.GetValueOrDefault(part) + 1;
                    open.Push((part, false));
                }
            }
        }

        return depths[_failure];
    }

    private void Visit(Incompatibility step, bool isConclusion)
    {
        var numbered = isConclusion || _uses.GetValueOrDefault(step) > 1;
        var derived = (Cause.Derived)step.Cause;
        var text = (derived.First.Cause, derived.Second.Cause) switch
        {
            (Cause.Derived, Cause.Derived) => FromTwo(step, derived, isConclusion),
            (Cause.Derived, _) => FromOne(step, derived.First, derived.Second, isConclusion),
            (_, Cause.Derived) => FromOne(step, derived.Second, derived.First, isConclusion),
            _ => $"Because {Clause.Join(Clause.Of(derived.First), Clause.Of(derived.Second))}, {Clause.Of(step)}.",
        };
        int? number = null;
        if (numbered)
        {
            number = _numbers.Count + 1;
            _numbers.Add(step, number.Value);
        }

        _lines.Add((number, text));
    }

    private string FromTwo(Incompatibility step, Cause.Derived derived, bool isConclusion)
    {
        var (first, second) = (derived.First, derived.Second);
        if (IsTold(first) && IsTold(second))
        {
            return $"Because {Clause.Join(Clause.Of(first), Clause.Of(second), Line(first), Line(second))}, {Clause.Of(step)}.";
        }

        if (IsTold(first) || IsTold(second))
        {
            var (told, untold) = IsTold(first) ? (first, second) : (second, first);
            Visit(untold, isConclusion: false);
            return $"{Conjunction(step, isConclusion)} because {Clause.Of(told)}{Line(told)}, {Clause.Of(step)}.";
        }

        if (IsSimple(first) || IsSimple(second))
        {
            var (long_, simple) = IsSimple(second) ? (first, second) : (second, first);
            Visit(long_, isConclusion: false);
            // What was told on the way may be the other half.
            if (!IsTold(simple))
            {
                Visit(simple, isConclusion: false);
            }

            return $"Thus, {Clause.Of(step)}.";
        }

        Visit(first, isConclusion: true);
        if (!IsTold(second))
        {
            Visit(second, isConclusion: false);
        }

        return $"{Conjunction(step, isConclusion)} because {Clause.Of(first)}{Line(first)}, {Clause.Of(step)}.";
    }

    private string FromOne(Incompatibility step, Incompatibility inner, Incompatibility constraint, bool isConclusion)
    {
        var clause = Clause.Of(constraint);
        if (IsTold(inner))
        {
            return $"Because {Clause.Join(clause, Clause.Of(inner), "", Line(inner))}, {Clause.Of(step)}.";
        }

        if (Collapse(inner) is var (deeper, other))
        {
            Visit(deeper, isConclusion: false);
            return $"{Conjunction(step, isConclusion)} because {Clause.Join(Clause.Of(other), clause)}, {Clause.Of(step)}.";
        }

        Visit(inner, isConclusion: false);
        return $"{Conjunction(step, isConclusion)} because {clause}, {Clause.Of(step)}.";
    }

    // A step that is used once and adds one constraint to another step needs no line of its own.
    private (Incompatibility Deeper, Incompatibility Constraint)? Collapse(Incompatibility step)
    {
        var derived = (Cause.Derived)step.Cause;
        if (_uses[step] > 1 || derived.First.Cause is Cause.Derived == derived.Second.Cause is Cause.Derived)
        {
            return null;
        }

        var (deeper, other) =
            derived.First.Cause is Cause.Derived ? (derived.First, derived.Second) : (derived.Second, derived.First);
        return IsTold(deeper) ? null : (deeper, other);
    }

    private bool IsTold(Incompatibility step) => _numbers.ContainsKey(step);

    private string Line(Incompatibility step) => string.Create(CultureInfo.InvariantCulture, $" ({_numbers[step]})");

    private static bool IsSimple(Incompatibility step) =>
        step.Cause is Cause.Derived { First.Cause: not Cause.Derived, Second.Cause: not Cause.Derived };

    private string Conjunction(Incompatibility step, bool isConclusion) =>
        isConclusion || step == _failure ? "So," : "And";

    private static string Format((int? Number, string Text) line) =>
        line.Number is { } number ? string.Create(CultureInfo.InvariantCulture, $"({number}) {line.Text}") : line.Text;
}
