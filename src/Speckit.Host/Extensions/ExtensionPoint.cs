namespace Speckit.Host.Extensions;

/// <summary>A named place where plugins register (JP design §3.3).</summary>
/// <param name="Name">The point's name.</param>
/// <param name="Kind">What registering there means.</param>
public sealed record ExtensionPoint(string Name, ExtensionKind Kind)
{
    /// <summary>Commands for the terminal and for agents.</summary>
    public static ExtensionPoint CommandRegister { get; } = new("command.register", ExtensionKind.Registration);

    /// <summary>Agent personas.</summary>
    public static ExtensionPoint AgentPersona { get; } = new("agent.persona", ExtensionKind.Registration);

    /// <summary>Handlers of events; the provision names the event or a pattern.</summary>
    public static ExtensionPoint EventHook { get; } = new("event.hook", ExtensionKind.Event);
}

/// <summary>What registering at an extension point means.</summary>
public enum ExtensionKind
{
    /// <summary>Something new with a name of its own.</summary>
    Registration,

    /// <summary>Called when something has happened.</summary>
    Event,
}
