namespace Speckit.Sdk;

/// <summary>
/// A part of a plugin that lives as long as its process, with the four steps of OSpec's <c>OSpecPlugin</c>.
/// One instance serves all calls, several at once.
/// </summary>
public abstract class PluginComponent
{
    /// <summary>Runs first, before the plugin has its configuration.</summary>
    public virtual Task InitializeAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Runs when the plugin has its configuration, <see cref="PluginContext.Config"/>. A <see cref="UsageException"/> tells what is wrong with it.</summary>
    public virtual Task ConfigureAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Runs before the first call.</summary>
    public virtual Task ActivateAsync(PluginContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last call.</summary>
    public virtual Task DeactivateAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
