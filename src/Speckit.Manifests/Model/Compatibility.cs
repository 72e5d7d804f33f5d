using System.Collections.Immutable;
using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Model;

/// <summary>The <c>compatibility</c> section (JP design §11.2; decisions, 5).</summary>
/// <param name="MinSpeckit">The lowest core version, inclusive and hard.</param>
/// <param name="MaxSpeckit">The highest core version, inclusive and hard.</param>
/// <param name="TestedSpeckit">Versions it was tried with; another one is a warning.</param>
/// <param name="Platforms">The platforms it runs on: linux, macos, windows; empty for all.</param>
public sealed record Compatibility(
    SemanticVersion? MinSpeckit,
    SemanticVersion? MaxSpeckit,
    ImmutableArray<SemanticVersion> TestedSpeckit,
    ImmutableArray<string> Platforms
)
{
    /// <summary>Everything.</summary>
    public static Compatibility Any { get; } = new(null, null, [], []);
}
