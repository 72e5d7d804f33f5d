using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Host.Changelogs;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Lifecycle;

/// <summary>Whom a lifecycle operation tells what it does, and whom it asks.</summary>
public interface ILifecycleObserver : IAcquisitionObserver
{
    /// <summary>Asks for consent before anything is changed.</summary>
    /// <param name="requests">The plugins that would be installed, dependencies first. One answer counts for all.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<ConsentAnswer> AskConsentAsync(ImmutableArray<ConsentRequest> requests, CancellationToken cancellationToken);

    /// <summary>Asks a yes-or-no question whose careful answer is no.</summary>
    Task<ConsentAnswer> ConfirmAsync(string question, CancellationToken cancellationToken);

    /// <summary>Shows what changed from version to version, in the author's words.</summary>
    void Changelog(PluginName name, ImmutableArray<ChangelogSection> sections);
}

/// <summary>What a user is asked to consent to.</summary>
/// <param name="Manifest">What the plugin says of itself.</param>
/// <param name="Origin">How far its origin was verified.</param>
/// <param name="Resolved">Where it comes from.</param>
/// <param name="Capabilities">The capabilities it asks for.</param>
/// <param name="Added">Those that the installed version did not have.</param>
/// <param name="Installed">The installed version, or null.</param>
/// <param name="RequiredBy">The plugins that need it; empty for what was asked for.</param>
public sealed record ConsentRequest(
    PluginManifest Manifest,
    PackageOrigin Origin,
    string Resolved,
    ImmutableArray<Capability> Capabilities,
    ImmutableArray<Capability> Added,
    SemanticVersion? Installed,
    ImmutableArray<PluginName> RequiredBy
);

/// <summary>An answer to a question.</summary>
public enum ConsentAnswer
{
    /// <summary>Yes.</summary>
    Accepted,

    /// <summary>No.</summary>
    Refused,

    /// <summary>Nobody could be asked: no terminal, and no <c>--yes</c>.</summary>
    CannotAsk,
}
