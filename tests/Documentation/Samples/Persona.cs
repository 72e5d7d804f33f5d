using Speckit.Sdk;

namespace Documentation.Samples;

/// <summary>A reviewer with an eye for security.</summary>
public sealed class SecurityAuditor : AgentPersona
{
    /// <inheritdoc/>
    public override string Name => "security-auditor";

    /// <inheritdoc/>
    public override string Description => "Expert in application security and vulnerability analysis";

    /// <inheritdoc/>
    public override string Persona =>
        """
            You are a senior application security engineer.

            When you review code, you name the weakness, how bad it is, and the fix.
            """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tools => ["Read", "Grep"];
}
