namespace Speckit.Protocol.Messages;

/// <summary>Asks for events while the plugin runs, delivered as <c>hook/invoke</c>: <c>events/subscribe</c>.</summary>
/// <param name="Patterns">Exact names, <c>*</c> for one segment, <c>**</c> for the rest.</param>
public sealed record SubscribeParams(IReadOnlyList<string> Patterns);
