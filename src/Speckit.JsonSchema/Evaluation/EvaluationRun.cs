using System.Globalization;
using System.Runtime.CompilerServices;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Evaluation;

/// <summary>One validation: its limits, and what it has already worked out.</summary>
internal sealed class EvaluationRun(int maximumDepth, bool tracksEvaluated)
{
    private readonly Dictionary<(SchemaNode, JsonValue, DynamicScope?), Outcome> _outcomes = [];
    private int _depth;

    /// <summary>Why the evaluation could not be finished; null while it can.</summary>
    public Failure? Stopped { get; private set; }

    public bool IsStopped => Stopped is not null;

    public bool Stop(Failure reason)
    {
        Stopped ??= reason;
        return false;
    }

    /// <summary>Goes one schema deeper; false when that is too deep.</summary>
    public bool Enter(JsonValue instance, SchemaPath path)
    {
        if (IsStopped)
        {
            return false;
        }

        if (_depth >= maximumDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            var message = string.Create(
                CultureInfo.InvariantCulture,
                $"schemas are nested too deeply here: {_depth} levels"
            );
            return Stop(Failure.Of(path, instance, "", message));
        }

        _depth++;
        return true;
    }

    public void Leave() => _depth--;

    /// <summary>Applies the schema behind a reference to the frame's value.</summary>
    public bool Follow(SchemaNode target, Frame frame, string keyword)
    {
        var key = (target, frame.Instance, frame.Scope);
        if (_outcomes.TryGetValue(key, out var outcome))
        {
            if (outcome.IsValid is null)
            {
                return frame.Stop(keyword, "the schema refers back to itself for the same value, without end");
            }
        }
        else
        {
            outcome = new Outcome(tracksEvaluated ? new Evaluated() : null);
            _outcomes.Add(key, outcome);
            outcome.IsValid = target.Evaluate(
                this,
                frame.Instance,
                SchemaPath.Root,
                frame.Scope,
                outcome.Evaluated,
                outcome.Failures
            );
        }

        if (outcome.IsValid == true)
        {
            frame.Evaluated?.Add(outcome.Evaluated);
            return true;
        }

        frame.Failures?.Add(Failure.Reference(frame.Path.Then(keyword), frame.Instance, outcome));
        return false;
    }
}
