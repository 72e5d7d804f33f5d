using System.Text.Json.Nodes;

namespace Speckit.Manifests.Ospec;

/// <summary>Names of tools, with the spelling the OSpec text has for one of them set right (decisions, 24).</summary>
internal static class ToolNames
{
    public static string Normalize(string tool) => tool == "truffhog" ? "trufflehog" : tool;

    public static void Normalize(JsonObject tools)
    {
        foreach (var (purpose, tool) in tools.ToList())
        {
            if (tool is JsonValue value && value.TryGetValue<string>(out var name))
            {
                tools[purpose] = Normalize(name);
            }
        }
    }
}
