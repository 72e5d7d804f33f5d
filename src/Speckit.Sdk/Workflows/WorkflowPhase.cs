using Speckit.Protocol.Messages;

namespace Speckit.Sdk;

/// <summary>
/// A plugin's part in a phase of the workflow (JP design §7.2): override the methods that belong to <see cref="Mode"/>.
/// A fresh instance serves each call. An exception blocks the phase; its message tells the person why.
/// </summary>
public abstract class WorkflowPhase
{
    /// <summary>The phase, such as <c>implement</c>; as in the manifest.</summary>
    public abstract string Phase { get; }

    /// <summary>When it runs; as in the manifest.</summary>
    public abstract PhaseMode Mode { get; }

    /// <summary>The workflow's name in the manifest, needed only where a plugin has several for one phase.</summary>
    public virtual string? Name => null;

    /// <summary>Runs before the phase, for <see cref="PhaseMode.Before"/> and <see cref="PhaseMode.Wrap"/>.</summary>
    /// <param name="context">The services of the host; <see cref="PluginContext.Workflow"/> tells of the phase.</param>
    /// <param name="cancellationToken">Cancelled when the person, or the host, gives up.</param>
    /// <returns><see cref="Continue"/> or <see cref="Block"/>.</returns>
    public virtual Task<PhaseResult> BeforeAsync(PluginContext context, CancellationToken cancellationToken) =>
        throw Missing(nameof(BeforeAsync));

    /// <summary>Runs after the phase, for <see cref="PhaseMode.After"/> and <see cref="PhaseMode.Wrap"/>.</summary>
    /// <inheritdoc cref="BeforeAsync"/>
    public virtual Task<PhaseResult> AfterAsync(PluginContext context, CancellationToken cancellationToken) =>
        throw Missing(nameof(AfterAsync));

    /// <summary>Runs in place of the phase, for <see cref="PhaseMode.Replace"/>.</summary>
    /// <inheritdoc cref="BeforeAsync"/>
    public virtual Task<PhaseResult> ReplaceAsync(PluginContext context, CancellationToken cancellationToken) =>
        throw Missing(nameof(ReplaceAsync));

    /// <summary>The workflow goes on.</summary>
    /// <param name="message">What the person may want to know.</param>
    protected static PhaseResult Continue(string? message = null) => new(true, message);

    /// <summary>The workflow stops here.</summary>
    /// <param name="message">Why, and what to do about it.</param>
    protected static PhaseResult Block(string message) => new(false, message);

    private NotSupportedException Missing(string method) =>
        new($"The mode of {GetType()} is {Mode}, so it must override {method}.");
}
