using System.Collections.Immutable;
using Speckit.Host.Policy.Model;

namespace Speckit.Host.Policy.Evaluation;

/// <summary>What the policies of all layers come to.</summary>
public sealed record PolicyDecision
{
    /// <summary>No policy says anything.</summary>
    public static PolicyDecision Unrestricted { get; } = new() { Verdict = PolicyVerdict.Allowed };

    /// <summary>Whether the plugin may be installed, enabled and run.</summary>
    public required PolicyVerdict Verdict { get; init; }

    /// <summary>Every rule that applied, from the machine's to the project's.</summary>
    public ImmutableArray<AppliedRule> Rules { get; init; } = [];

    /// <summary>The capabilities that it asks for and may not have, sorted.</summary>
    public ImmutableArray<string> DeniedCapabilities { get; init; } = [];

    /// <summary>The capabilities that still need an administrator's approval, sorted.</summary>
    public ImmutableArray<string> RequiresApproval { get; init; } = [];

    /// <summary>The least that the sandbox has to reach.</summary>
    public SandboxTier MinimumTier { get; init; } = SandboxTier.Process;

    /// <summary>The most that it may use.</summary>
    public PolicyLimits Limits { get; init; } = PolicyLimits.None;

    /// <summary>Whether some rule could not be answered, for lack of facts.</summary>
    public bool HasUnknowns => Rules.Any(r => r.Outcome == RuleOutcome.Unknown);

    /// <summary>What is left of a grant: effective grant = declared ∩ consented to ∩ allowed by policy (security, first section).</summary>
    public ImmutableArray<string> Restrict(IEnumerable<string> capabilities) =>
        [.. capabilities.Where(c => !DeniedCapabilities.Contains(c, StringComparer.Ordinal))];
}

/// <summary>May it, or may it not. The order is meant to be compared.</summary>
public enum PolicyVerdict
{
    /// <summary>It may.</summary>
    Allowed,

    /// <summary>It may once an administrator approves.</summary>
    NeedsApproval,

    /// <summary>It may not.</summary>
    Refused,
}
