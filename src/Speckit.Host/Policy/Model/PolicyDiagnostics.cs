using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Policy.Model;

/// <summary>What policies find wrong: SPK80xx. Codes are never reused.</summary>
public static class PolicyDiagnostics
{
    /// <summary>A policy cannot be read or understood: nothing is allowed until it is mended.</summary>
    public static DiagnosticDescriptor PolicyInvalid { get; } = Refused("SPK8001", "Invalid policy");

    /// <summary>A rule forbids the plugin.</summary>
    public static DiagnosticDescriptor PolicyRefused { get; } = Refused("SPK8002", "Refused by policy");

    /// <summary>An administrator has to approve the plugin.</summary>
    public static DiagnosticDescriptor ApprovalNeeded { get; } = Refused("SPK8003", "Approval needed");

    /// <summary>An administrator denied the plugin.</summary>
    public static DiagnosticDescriptor ApprovalDenied { get; } = Refused("SPK8004", "Approval denied");

    /// <summary>An item of a policy's list cannot match anything.</summary>
    public static DiagnosticDescriptor BadEntry { get; } = BadInput("SPK8005", "Bad policy entry");

    /// <summary>A key of a policy cannot be read.</summary>
    public static DiagnosticDescriptor BadKey { get; } = BadInput("SPK8006", "Bad key in policy");

    /// <summary>The key is none that may approve.</summary>
    public static DiagnosticDescriptor NotAnAdminKey { get; } = Refused("SPK8007", "Not an admin key");

    /// <summary>There is no such request.</summary>
    public static DiagnosticDescriptor RequestUnknown { get; } = BadInput("SPK8008", "No such approval request");

    /// <summary>A request's file cannot be read.</summary>
    public static DiagnosticDescriptor RequestInvalid { get; } = BadInput("SPK8009", "Invalid approval request");

    /// <summary>Nothing acts on a rule.</summary>
    public static DiagnosticDescriptor RuleNotEnforced { get; } = BadInput("SPK8010", "Rule not enforced");

    /// <summary>A blocked pattern has no effect on what an allowed pattern means.</summary>
    public static DiagnosticDescriptor PatternOverruled { get; } = BadInput("SPK8011", "Pattern overruled");

    /// <summary>An approval does not count.</summary>
    public static DiagnosticDescriptor ApprovalInvalid { get; } = Refused("SPK8012", "Invalid approval");

    /// <summary>Every descriptor, for the reference.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        PolicyInvalid,
        PolicyRefused,
        ApprovalNeeded,
        ApprovalDenied,
        BadEntry,
        BadKey,
        NotAnAdminKey,
        RequestUnknown,
        RequestInvalid,
        RuleNotEnforced,
        PatternOverruled,
        ApprovalInvalid,
    ];

    private static DiagnosticDescriptor Refused(string code, string title) => new(code, FailureKind.Refused, title);

    private static DiagnosticDescriptor BadInput(string code, string title) => new(code, FailureKind.BadInput, title);
}
