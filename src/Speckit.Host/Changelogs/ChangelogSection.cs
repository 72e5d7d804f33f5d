using System.Collections.Immutable;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Changelogs;

/// <summary>What one version changed.</summary>
/// <param name="Version">The version.</param>
/// <param name="Entries">The changes, in the author's order.</param>
public sealed record ChangelogSection(SemanticVersion Version, ImmutableArray<ChangelogEntry> Entries);

/// <summary>One change.</summary>
/// <param name="Kind">The heading it is under, such as <c>Added</c>; empty when there is none.</param>
/// <param name="Text">The change, in the author's words.</param>
public sealed record ChangelogEntry(string Kind, string Text)
{
    /// <summary>Whether the author says that it breaks something.</summary>
    public bool IsBreaking =>
        Kind is "Removed" or "Breaking"
        || Kind.Contains("reaking", StringComparison.Ordinal)
        || Text.StartsWith("Breaking", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => Kind.Length == 0 ? Text : $"{Kind}: {Text}";
}
