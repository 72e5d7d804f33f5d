using System.Collections.Immutable;
using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Model;

/// <summary>What a plugin needs: the <c>requires</c> section.</summary>
public sealed record Requirements
{
    /// <summary>Nothing.</summary>
    public static Requirements None { get; } = new();

    /// <summary>The Speckit versions it runs on.</summary>
    public VersionRange? Speckit { get; init; }

    /// <summary>The Python versions it runs on.</summary>
    public VersionRange? Python { get; init; }

    /// <summary>The Node.js versions it runs on.</summary>
    public VersionRange? Node { get; init; }

    /// <summary>The .NET versions it runs on.</summary>
    public VersionRange? Dotnet { get; init; }

    /// <summary>The OSpec versions it is written for (<c>engines.ospec</c>).</summary>
    public VersionRange? Ospec { get; init; }

    /// <summary>The versions of the OSpec core it works with (<c>dependencies.ospec_core</c>).</summary>
    public VersionRange? OspecCore { get; init; }

    /// <summary>Other plugins.</summary>
    public ImmutableArray<PluginDependency> Plugins { get; init; } = [];

    /// <summary>The identifiers of the capabilities it asks for, in the manifest's order, without repetition.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>Why it asks for them, for the person who consents: by capability, where the manifest says so.</summary>
    public ImmutableSortedDictionary<string, string> CapabilityReasons { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}

/// <summary>Another plugin that a plugin needs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Range">The versions that will do.</param>
/// <param name="Optional">Whether the plugin works without it.</param>
public sealed record PluginDependency(PluginName Name, VersionRange Range, bool Optional);
