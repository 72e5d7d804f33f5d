namespace Speckit.Protocol.Messages;

/// <summary>Checks files against the plugin's guardrails: <c>guardrail/check</c>.</summary>
/// <param name="Files">Project-relative paths.</param>
/// <param name="Rules">The rules to check; null for all.</param>
/// <param name="Name">The guardrail, where a plugin has several.</param>
public sealed record GuardrailCheckParams(
    IReadOnlyList<string> Files,
    IReadOnlyList<string>? Rules = null,
    string? Name = null
);

/// <summary>What a check found and measured.</summary>
/// <param name="Findings">What breaks a rule.</param>
/// <param name="Metrics">What was measured, by the metric's name.</param>
public sealed record GuardrailCheckResult(
    IReadOnlyList<Finding> Findings,
    IReadOnlyDictionary<string, double>? Metrics = null
);
