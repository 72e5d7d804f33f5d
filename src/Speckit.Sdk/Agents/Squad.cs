namespace Speckit.Sdk;

/// <summary>Personas that work together.</summary>
public abstract class Squad
{
    /// <summary>Its name; as in the manifest.</summary>
    public abstract string Name { get; }

    /// <summary>What it is good for.</summary>
    public abstract string Description { get; }

    /// <summary>The names of its personas.</summary>
    public abstract IReadOnlyList<string> Members { get; }

    /// <summary>The member that leads; null for none.</summary>
    public virtual string? Lead => null;
}
