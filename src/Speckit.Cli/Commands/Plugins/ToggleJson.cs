using System.Text.Json.Nodes;
using Speckit.Host.Lifecycle;

namespace Speckit.Cli.Commands.Plugins;

/// <summary>The data of enable and disable.</summary>
internal static class ToggleJson
{
    internal static JsonObject Of(ToggleOutcome outcome) =>
        new()
        {
            ["name"] = outcome.Plugin.Name.ToString(),
            ["version"] = outcome.Plugin.Version,
            ["enabled"] = outcome.Plugin.Enabled,
            ["changed"] = outcome.Changed,
            ["written"] = JsonLists.Of(outcome.Outputs.Written),
            ["removed"] = JsonLists.Of(outcome.Outputs.Removed),
        };
}
