namespace Speckit.Protocol.Messages;

/// <summary>Delivers an event to a hook: <c>hook/invoke</c>.</summary>
/// <param name="Event">The event.</param>
/// <param name="Handler">The member of the manifest's entry point; null for every hook of the plugin that the event matches.</param>
/// <param name="Path">The entry point's file, for plugins of several files; null as above.</param>
public sealed record HookInvokeParams(EventEnvelope Event, string? Handler = null, string? Path = null);
