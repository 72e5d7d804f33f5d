namespace Speckit.JsonSchema.Evaluation;

/// <summary>What came of one schema behind a reference for one value. It is worked out once and shared,
/// so that schemas which refer to the same place many times do not cost many times.</summary>
internal sealed class Outcome(Evaluated? evaluated)
{
    /// <summary>Null until it is known.</summary>
    public bool? IsValid { get; set; }

    public List<Failure> Failures { get; } = [];

    public Evaluated? Evaluated { get; } = evaluated;
}
