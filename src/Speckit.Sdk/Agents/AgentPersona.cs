namespace Speckit.Sdk;

/// <summary>
/// A persona of a coding agent (JP design §7.2). The host reads the file that the manifest's <c>persona_file</c> names:
/// a plugin that is started with <c>--export-personas DIR</c> writes it as <c>DIR/&lt;name&gt;.md</c>.
/// </summary>
public abstract class AgentPersona
{
    /// <summary>Its name; as in the manifest.</summary>
    public abstract string Name { get; }

    /// <summary>What it is good for: agents choose by it.</summary>
    public abstract string Description { get; }

    /// <summary>Who it is and how it works, in Markdown.</summary>
    public abstract string Persona { get; }

    /// <summary>What it is asked for, such as <c>code_review</c>; a list at the end of its text.</summary>
    public virtual IReadOnlyList<string> Capabilities => [];

    /// <summary>The agent's tools it may use, such as <c>Read</c> and <c>Grep</c>; empty for all.</summary>
    public virtual IReadOnlyList<string> Tools => [];

    /// <summary>The model, such as <c>sonnet</c>; null for the agent's own choice.</summary>
    public virtual string? Model => null;

    /// <summary>The colour it is shown in, such as <c>red</c>; null for the agent's own choice.</summary>
    public virtual string? Color => null;
}
