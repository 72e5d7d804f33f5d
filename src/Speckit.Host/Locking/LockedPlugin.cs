using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Locking;

/// <summary>One plugin of the lock file.</summary>
public sealed record LockedPlugin
{
    /// <summary>What <see cref="Resolved"/> begins with when the plugin is a folder used in place.</summary>
    public const string LinkScheme = "link:";

    /// <summary>The installed version.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>The dialect of its manifest.</summary>
    public required ManifestDialect Dialect { get; init; }

    /// <summary>Where it came from: the archive's URL, or <c>file:</c>, <c>path:</c> or <c>link:</c> and a path.</summary>
    public required string Resolved { get; init; }

    /// <summary>The archive's digest, <c>sha256:…</c>; of a linked folder <see cref="Resolved"/>.</summary>
    public required string Archive { get; init; }

    /// <summary>The extracted tree's digest, <c>sha256:…</c>; of a linked folder <see cref="Resolved"/>.</summary>
    public required string Tree { get; init; }

    /// <summary>How far its origin was verified.</summary>
    public required TrustLevel Trust { get; init; }

    /// <summary>Who signed it, or null.</summary>
    public string? Signer { get; init; }

    /// <summary>The key that signed it, or null.</summary>
    public string? KeyId { get; init; }

    /// <summary>The granted capabilities, sorted.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>Whether it is active.</summary>
    public bool Enabled { get; init; }

    /// <summary>Whether it was installed because another plugin needs it, not because somebody asked for it.</summary>
    public bool Dependency { get; init; }

    /// <summary>Whether its files were changed after it was installed, and accepted so: its archive does not give this tree.</summary>
    public bool Modified { get; init; }

    /// <summary>Whether it is a folder of its author, used in place.</summary>
    public bool IsLink => Resolved.StartsWith(LinkScheme, StringComparison.Ordinal);

    /// <summary>The plugins it needs, with the ranges that will do.</summary>
    public ImmutableSortedDictionary<PluginName, string> Requires { get; init; } =
        ImmutableSortedDictionary<PluginName, string>.Empty;
}
