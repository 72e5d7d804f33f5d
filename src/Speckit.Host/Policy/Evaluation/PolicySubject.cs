using System.Collections.Immutable;
using Speckit.Host.Consent;
using Speckit.Host.Locking;
using Speckit.Manifests.Model;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Policy.Evaluation;

/// <summary>What a policy is asked about.</summary>
public sealed record PolicySubject
{
    /// <summary>The plugin.</summary>
    public required PluginName Name { get; init; }

    /// <summary>What is about to happen to it.</summary>
    public required PolicyMoment Moment { get; init; }

    /// <summary>Whether nothing but the name is known: rules about anything else cannot be answered.</summary>
    public bool IsNameOnly { get; init; }

    /// <summary>Its version.</summary>
    public string Version { get; init; } = "";

    /// <summary>The digest of its files, <c>sha256:…</c>: approvals are for exactly those.</summary>
    public string Tree { get; init; } = "";

    /// <summary>How far its origin was verified.</summary>
    public TrustLevel Trust { get; init; } = TrustLevel.Unsigned;

    /// <summary>Who verifiably signed it; see <see cref="VerifiedSigner"/>.</summary>
    public ImmutableArray<VerifiedSigner> Signers { get; init; } = [];

    /// <summary>Every key that signed it or is said to have; it only ever counts against the plugin. The keys of <see cref="Signers"/> need
    /// not be repeated.</summary>
    public ImmutableArray<string> KeyIds { get; init; } = [];

    /// <summary>Where it comes from: a registry's or archive's URL, <c>file:</c> an archive, <c>path:</c> a folder, <c>link:</c> a
    /// folder used where it is.</summary>
    public string Source { get; init; } = "";

    /// <summary>The capabilities that it asks for.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>A plugin of which only the name is known.</summary>
    public static PolicySubject OfName(PluginName name, PolicyMoment moment) =>
        new()
        {
            Name = name,
            Moment = moment,
            IsNameOnly = true,
        };

    /// <summary>An installed plugin, as the lock file has it.</summary>
    /// <param name="name">The plugin.</param>
    /// <param name="locked">Its entry.</param>
    /// <param name="moment">What is about to happen.</param>
    /// <param name="consent">What this machine verified of it, or null. A lock file that came with a checkout says what somebody wrote into
    /// it: of trust and signer nothing of that is believed.</param>
    public static PolicySubject OfLocked(
        PluginName name,
        LockedPlugin locked,
        PolicyMoment moment,
        Consented? consent
    ) =>
        new()
        {
            Name = name,
            Moment = moment,
            Version = locked.Version.ToString(),
            Tree = locked.Tree,
            Trust = consent?.Tree == locked.Tree ? consent.Trust : TrustLevel.Unsigned,
            Signers =
                consent is { Signer: { } signer, KeyId: { } key } && consent.Tree == locked.Tree
                    ? [new VerifiedSigner(signer, key)]
                    : [],
            KeyIds = locked.KeyId is { } keyId ? [keyId] : [],
            Source = locked.Resolved,
            Capabilities = locked.Capabilities,
        };

    /// <summary>The name with the version, if it is known.</summary>
    public override string ToString() => Version.Length == 0 ? Name.ToString() : $"{Name} {Version}";
}

/// <summary>Who signed a package: the signer's name is from a statement whose signature verified with that key, and the key is one that
/// this machine has bound to the publisher. A name that a package merely carries is none of these.</summary>
/// <param name="Signer">The signer's name.</param>
/// <param name="KeyId">The key.</param>
public sealed record VerifiedSigner(string Signer, string KeyId);

/// <summary>When a policy is asked.</summary>
public enum PolicyMoment
{
    /// <summary>Before it is installed.</summary>
    Install,

    /// <summary>Before another version takes its place.</summary>
    Update,

    /// <summary>Before it is enabled.</summary>
    Enable,

    /// <summary>Before it is started.</summary>
    Run,

    /// <summary>Somebody wants to know; nothing is about to happen.</summary>
    Review,
}
