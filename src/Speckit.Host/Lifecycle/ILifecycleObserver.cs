using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Manifests.Model;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Lifecycle;

/// <summary>Whom a lifecycle operation tells what it does, and whom it asks.</summary>
public interface ILifecycleObserver : IAcquisitionObserver
{
    /// <summary>Asks for consent before anything is changed.</summary>
    Task<ConsentAnswer> AskConsentAsync(ConsentRequest request, CancellationToken cancellationToken);

    /// <summary>Asks a yes-or-no question whose careful answer is no.</summary>
    Task<ConsentAnswer> ConfirmAsync(string question, CancellationToken cancellationToken);
}

/// <summary>What a user is asked to consent to.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Version">Its version.</param>
/// <param name="Trust">How far its origin was verified.</param>
/// <param name="Signer">Who signed it, or null.</param>
/// <param name="Capabilities">The capabilities it asks for.</param>
/// <param name="Added">Those that the installed version did not have.</param>
public sealed record ConsentRequest(
    PluginName Plugin,
    string Version,
    TrustLevel Trust,
    string? Signer,
    ImmutableArray<Capability> Capabilities,
    ImmutableArray<Capability> Added
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
