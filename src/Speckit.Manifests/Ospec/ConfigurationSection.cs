using System.Text.Json.Nodes;
using Speckit.Manifests.Binding;

namespace Speckit.Manifests.Ospec;

/// <summary>
/// <c>configuration</c>: the values the plugin starts with, free but for what its type reads out of them. A stack's
/// <c>files</c> are no values but part of the stack.
/// </summary>
/// <param name="Defaults">The values, or null.</param>
/// <param name="Fields">The same, for the section of the type; or null.</param>
internal sealed record ConfigurationSection(JsonObject? Defaults, Fields? Fields)
{
    /// <summary>The key of the file that says what the values must be.</summary>
    public const string SchemaKey = "configuration_schema";

    public static ConfigurationSection Read(Fields root, string? type)
    {
        if (root.Find("configuration") is not { } value || value.Json() is not { } defaults)
        {
            return new ConfigurationSection(null, null);
        }

        if (type == "stack")
        {
            defaults.Remove(StackSection.FilesKey);
        }
        else if (type == "agent" && defaults[AgentSection.ToolsKey] is JsonObject tools)
        {
            ToolNames.Normalize(tools);
        }

        return new ConfigurationSection(defaults.Count == 0 ? null : defaults, value.Section());
    }
}
