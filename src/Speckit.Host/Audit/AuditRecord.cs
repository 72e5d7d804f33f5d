namespace Speckit.Host.Audit;

/// <summary>What the audit log says of one act (security: "Audit").</summary>
/// <param name="Action">What was attempted: <c>install</c>, <c>enable</c>, <c>run</c>, a service's method …</param>
/// <param name="Plugin">The plugin it is about.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Target">What it was done to: a path, a task, an event's name.</param>
/// <param name="Capability">The capability that it needed.</param>
/// <param name="Detail">Why, in words.</param>
public sealed record AuditRecord(
    string Action,
    string Plugin,
    AuditOutcome Outcome,
    string? Target = null,
    string? Capability = null,
    string? Detail = null
);

/// <summary>What came of an audited act.</summary>
public enum AuditOutcome
{
    /// <summary>It was allowed and is about to be done.</summary>
    Allowed,

    /// <summary>It was refused.</summary>
    Refused,

    /// <summary>It was done.</summary>
    Done,

    /// <summary>It was tried and failed.</summary>
    Failed,
}
