using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Speckit.Manifests.Model;

/// <summary>A project type for OSpec documents (OSpec: "Outcome Type Plugins"; decisions, 21).</summary>
/// <param name="Name">The word that <c>outcome_type</c> takes: the plugin's name without its scope.</param>
/// <param name="Description">What such a project is.</param>
public sealed record OutcomeTypeProvision(string Name, string Description)
{
    /// <summary>The JSON Schema whose properties join the document's root, or null.</summary>
    public JsonObject? Schema { get; init; }

    /// <summary>What <c>acceptance</c> holds where the document says nothing, or null.</summary>
    public JsonObject? AcceptanceDefaults { get; init; }

    /// <summary>What <c>stack</c> holds where the document says nothing.</summary>
    public ImmutableSortedDictionary<string, string> StackDefaults { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}
