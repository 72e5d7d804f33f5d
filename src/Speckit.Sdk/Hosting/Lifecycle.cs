namespace Speckit.Sdk.Hosting;

/// <summary>What a plugin does at the steps of its life (OSpec's <c>OSpecPlugin</c>), in the order it was added.</summary>
internal sealed class Lifecycle
{
    public List<Func<PluginContext, CancellationToken, Task>> Initialize { get; } = [];

    public List<Func<PluginContext, CancellationToken, Task>> Configure { get; } = [];

    public List<Func<PluginContext, CancellationToken, Task>> Activate { get; } = [];

    public List<Func<PluginContext, CancellationToken, Task>> Deactivate { get; } = [];

    /// <summary>Adds the steps of a component.</summary>
    public void Add(PluginComponent component)
    {
        Initialize.Add(component.InitializeAsync);
        Configure.Add(component.ConfigureAsync);
        Activate.Add(component.ActivateAsync);
        Deactivate.Add(component.DeactivateAsync);
    }
}
