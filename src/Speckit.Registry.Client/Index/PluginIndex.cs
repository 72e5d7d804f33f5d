using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;

namespace Speckit.Registry.Client.Index;

/// <summary>What a registry's index says about a plugin.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Registry">The name of the registry.</param>
/// <param name="Entries">Its versions in the order of publication, yanked ones among them.</param>
/// <param name="Origin">Where this was learnt from.</param>
/// <param name="Age">How long ago the registry last confirmed it; zero unless <see cref="IndexOrigin.Offline"/>.</param>
public sealed record PluginIndex(
    PluginName Name,
    string Registry,
    ImmutableArray<IndexEntry> Entries,
    IndexOrigin Origin,
    TimeSpan Age
)
{
    /// <summary>Why the registry could not be asked, as a sentence; null when it was, or was not to be.</summary>
    public string? WhyNotAsked { get; init; }
}

/// <summary>Where an index was learnt from.</summary>
public enum IndexOrigin
{
    /// <summary>The registry sent it now.</summary>
    Registry,

    /// <summary>The registry said now that the copy here is current.</summary>
    Confirmed,

    /// <summary>The registry could not be asked; this is the last that it said.</summary>
    Offline,
}
