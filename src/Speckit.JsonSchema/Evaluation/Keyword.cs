namespace Speckit.JsonSchema.Evaluation;

/// <summary>A keyword with its checked value.</summary>
internal abstract class Keyword(string name)
{
    public string Name { get; } = name;

    /// <summary>Whether it asks what the other keywords of its schema have looked at, and so comes after them.</summary>
    public virtual bool ComesLast => false;

    /// <summary>Whether the value passes. Failures are told to the frame.</summary>
    public abstract bool Evaluate(Frame frame);
}
