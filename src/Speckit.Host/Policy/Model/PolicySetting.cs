using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Policy.Model;

/// <summary>A rule with one value.</summary>
/// <param name="Rule">The rule's path in the file: <c>plugin_policy.trust.minimum_level</c>.</param>
/// <param name="Value">What it says.</param>
/// <param name="Location">Where it says it.</param>
public sealed record PolicySetting<T>(string Rule, T Value, SourceLocation Location);

/// <summary>A rule that is a list. An empty list of what is allowed allows nothing.</summary>
/// <param name="Rule">The rule's path in the file: <c>plugin_policy.plugins.blocked</c>.</param>
/// <param name="Entries">Its items.</param>
/// <param name="Location">Where the list is.</param>
public sealed record PolicyList(string Rule, ImmutableArray<PolicyEntry> Entries, SourceLocation Location);

/// <summary>One item of a list.</summary>
/// <param name="Text">What is listed; addresses in their one canonical form.</param>
/// <param name="Location">Where it is.</param>
public sealed record PolicyEntry(string Text, SourceLocation Location)
{
    /// <summary>Whether it stands for more than itself.</summary>
    public bool IsPattern => Text.Contains('*', StringComparison.Ordinal);
}

/// <summary>A key that may approve.</summary>
/// <param name="KeyId">The key (formats, "Signature").</param>
/// <param name="Name">Whose it is.</param>
/// <param name="Location">Where it is listed.</param>
public sealed record AdminKey(string KeyId, string Name, SourceLocation Location);
