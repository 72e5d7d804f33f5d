using System.Text.Json;

namespace Speckit.Protocol.Messages;

/// <summary>An event (JP design §3.4).</summary>
/// <param name="Id"><c>evt_</c> and a ULID.</param>
/// <param name="Type">Its name, such as <c>workflow.implement.completed</c>.</param>
/// <param name="Version">The envelope's version: <c>1.0</c>.</param>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="Project">The project's name.</param>
/// <param name="Source"><c>core</c>, or the plugin that emitted it.</param>
/// <param name="Feature">The feature it is about.</param>
/// <param name="TaskId">The task it is about.</param>
/// <param name="Payload">What the event's kind says; a JSON object.</param>
public sealed record EventEnvelope(
    string Id,
    string Type,
    string Version,
    DateTimeOffset Time,
    string Project,
    string Source,
    string? Feature = null,
    string? TaskId = null,
    JsonElement? Payload = null
);
