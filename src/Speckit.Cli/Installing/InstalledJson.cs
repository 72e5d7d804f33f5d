using System.Text.Json.Nodes;
using Speckit.Cli.Commands;
using Speckit.Host.Lifecycle;
using Speckit.Packaging.Trust;

namespace Speckit.Cli.Installing;

/// <summary>Installed plugins as data.</summary>
internal static class InstalledJson
{
    internal static JsonArray Of(IEnumerable<InstalledOutcome> plugins) =>
        new([.. plugins.Select(p => (JsonNode)Of(p))]);

    internal static JsonObject Of(InstalledOutcome plugin) =>
        new()
        {
            ["name"] = plugin.Name.ToString(),
            ["version"] = plugin.Version.ToString(),
            ["replaced"] = plugin.Replaced?.ToString(),
            ["resolved"] = plugin.Locked.Resolved,
            ["archive"] = plugin.Locked.Archive,
            ["tree"] = plugin.Locked.Tree,
            ["trust"] = plugin.Locked.Trust.ToName(),
            ["signer"] = plugin.Locked.Signer,
            ["keyid"] = plugin.Locked.KeyId,
            ["capabilities"] = JsonLists.Of(plugin.Locked.Capabilities),
            ["enabled"] = plugin.Locked.Enabled,
            ["dependency"] = plugin.Locked.Dependency,
            ["migrations"] = JsonLists.Of(plugin.Migrations),
        };
}
