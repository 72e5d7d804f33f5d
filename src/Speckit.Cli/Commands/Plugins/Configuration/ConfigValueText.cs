using System.Text.Json;
using System.Text.Json.Nodes;

namespace Speckit.Cli.Commands.Plugins.Configuration;

/// <summary>A value of a configuration for people and scripts: text as it is, maps and lists as JSON.</summary>
internal static class ConfigValueText
{
    internal static string Of(JsonNode? value) =>
        value switch
        {
            null => "null",
            JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
            _ => value.ToJsonString(),
        };
}
