using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Speckit.Manifests.Model;

/// <summary>Rules that recommend a stack (OSpec: "Stack Selection Logic").</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is good at.</param>
/// <param name="Rules">Its rules, in order.</param>
public sealed record StackSelectorProvision(string Name, string Description, ImmutableArray<SelectionRule> Rules)
{
    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}

/// <summary>One recommendation.</summary>
/// <param name="Conditions">What must hold of the document; as the manifest says it.</param>
/// <param name="RecommendedStack">The stack's name.</param>
/// <param name="Confidence">How sure the rule is, 0 to 1.</param>
public sealed record SelectionRule(JsonObject Conditions, string RecommendedStack, double Confidence);
