using Speckit.Protocol.Messages;

namespace Speckit.Sdk;

/// <summary>Rules that files must keep (OSpec's guardrails).</summary>
public abstract class Guardrail : PluginComponent
{
    /// <summary>Its name; as in the manifest.</summary>
    public abstract string Name { get; }

    /// <summary>Checks files.</summary>
    /// <param name="request">The files, and the rules that are asked for.</param>
    /// <param name="context">The services of the host.</param>
    /// <param name="cancellationToken">Cancelled when the person, or the host, gives up.</param>
    /// <returns>What breaks a rule, and what was measured.</returns>
    public abstract Task<GuardrailCheckResult> CheckAsync(
        GuardrailRequest request,
        PluginContext context,
        CancellationToken cancellationToken
    );
}

/// <summary>What a <see cref="Guardrail"/> is to check.</summary>
/// <param name="Files">Project-relative paths.</param>
/// <param name="Rules">The rules that are asked for; null for all.</param>
public sealed record GuardrailRequest(IReadOnlyList<string> Files, IReadOnlyList<string>? Rules = null)
{
    /// <summary>Whether a rule is asked for.</summary>
    public bool Includes(string rule) => Rules?.Contains(rule, StringComparer.Ordinal) != false;
}
