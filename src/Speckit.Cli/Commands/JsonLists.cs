using System.Text.Json.Nodes;

namespace Speckit.Cli.Commands;

/// <summary>JSON lists of text.</summary>
internal static class JsonLists
{
    internal static JsonArray Of(IEnumerable<string> items) =>
        new([.. items.Select(i => (JsonNode?)JsonValue.Create(i))]);
}
