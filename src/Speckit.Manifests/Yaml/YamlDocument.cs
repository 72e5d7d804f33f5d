using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Manifests.Yaml;

/// <summary>A tree and what is wrong with it.</summary>
/// <param name="Root">The tree; null when the text is no YAML or exceeds a limit.</param>
/// <param name="Problems">Errors; never empty without a tree.</param>
internal sealed record YamlDocument(YamlNode? Root, ImmutableArray<Diagnostic> Problems);
