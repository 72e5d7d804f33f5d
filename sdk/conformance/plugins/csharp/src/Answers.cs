using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace ConformancePlugin;

/// <summary>Results from nodes.</summary>
internal static class Answers
{
    public static CommandResult Json(JsonNode? node, int exitCode = 0) =>
        CommandResult.From(Element(node), ProtocolJsonContext.Default.JsonElement, exitCode);

    public static CommandResult Text(string text) => Json(JsonValue.Create(text));

    public static JsonElement Element(JsonNode? node)
    {
        using var document = JsonDocument.Parse(node?.ToJsonString() ?? "null");
        return document.RootElement.Clone();
    }

    public static JsonArray List(IEnumerable<string> texts) =>
        new([.. texts.Select(JsonNode? (text) => JsonValue.Create(text))]);
}
