using Speckit.Host.Policy.Model;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Policy.Evaluation;

/// <summary>What one rule says of a plugin.</summary>
/// <param name="Layer">Whose rule it is.</param>
/// <param name="Rule">Its path in the file.</param>
/// <param name="Location">Where it stands.</param>
/// <param name="Outcome">What it comes to.</param>
/// <param name="Explanation">Why, in words.</param>
public sealed record AppliedRule(
    PolicyLayer Layer,
    string Rule,
    SourceLocation Location,
    RuleOutcome Outcome,
    string Explanation
)
{
    /// <summary>The capability that it is about, if it is about one.</summary>
    public string? Capability { get; init; }
}

/// <summary>What a rule comes to.</summary>
public enum RuleOutcome
{
    /// <summary>The plugin satisfies it.</summary>
    Satisfied,

    /// <summary>It sets what the plugin runs with.</summary>
    Limited,

    /// <summary>It takes a capability from the plugin.</summary>
    Denied,

    /// <summary>It wants an administrator's approval.</summary>
    NeedsApproval,

    /// <summary>What it asks about is not known, which satisfies nothing.</summary>
    Unknown,

    /// <summary>It forbids the plugin.</summary>
    Refused,
}
