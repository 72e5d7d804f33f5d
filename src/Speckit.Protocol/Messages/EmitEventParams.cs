using System.Text.Json;

namespace Speckit.Protocol.Messages;

/// <summary>Emits an event under <c>plugin.</c>: <c>events/emit</c>.</summary>
/// <param name="Type">Its name.</param>
/// <param name="Payload">What it says; a JSON object.</param>
/// <param name="Feature">The feature it is about.</param>
/// <param name="TaskId">The task it is about.</param>
public sealed record EmitEventParams(
    string Type,
    JsonElement? Payload = null,
    string? Feature = null,
    string? TaskId = null
);

/// <summary>The event that was emitted.</summary>
/// <param name="Id">Its id.</param>
public sealed record EmitEventResult(string Id);
