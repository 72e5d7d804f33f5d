using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Lifecycle;

/// <summary>What a change of a plugin's configuration did.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Path">The user's file.</param>
/// <param name="Keys">The keys that have another value now; empty when nothing was to be changed.</param>
/// <param name="Warnings">What is still wrong with the configuration, and was before.</param>
public sealed record ConfigurationOutcome(
    PluginName Name,
    string Path,
    ImmutableArray<string> Keys,
    ImmutableArray<Diagnostic> Warnings
);
