using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Host.Dependencies;

namespace Speckit.Cli.Commands.Plugins;

/// <summary>Shows who needs whom (<c>plugin list --tree</c>).</summary>
internal static class PluginTree
{
    internal static void Print(Terminal terminal, ImmutableArray<DependencyNode> nodes)
    {
        foreach (var node in nodes)
        {
            terminal.Line(Describe(terminal, node));
            PrintNeeds(terminal, node, "");
        }
    }

    internal static JsonArray ToJson(ImmutableArray<DependencyNode> nodes) => new([.. nodes.Select(ToJson)]);

    private static void PrintNeeds(Terminal terminal, DependencyNode node, string indent)
    {
        for (var i = 0; i < node.Needs.Length; i++)
        {
            var isLast = i == node.Needs.Length - 1;
            terminal.Line($"{indent}{(isLast ? "└── " : "├── ")}{Describe(terminal, node.Needs[i])}");
            PrintNeeds(terminal, node.Needs[i], indent + (isLast ? "    " : "│   "));
        }
    }

    private static string Describe(Terminal terminal, DependencyNode node)
    {
        var text = TerminalText.Line($"{node.Name} {node.Version?.ToString() ?? ""}").TrimEnd();
        var range = node.Range is null ? "" : terminal.Dim(TerminalText.Line($" ({node.Range})"));
        return text
            + range
            + (node.Version is null ? terminal.Red(" not installed") : "")
            + (node.Fits ? "" : terminal.Red(" does not fit"))
            + (node.IsRepeated ? terminal.Dim(" (above)") : "")
            + (node.IsOrphan && node.Range is null ? terminal.Yellow(" nothing needs it") : "");
    }

    private static JsonNode ToJson(DependencyNode node) =>
        new JsonObject
        {
            ["name"] = node.Name.ToString(),
            ["version"] = node.Version?.ToString(),
            ["range"] = node.Range,
            ["fits"] = node.Version is not null && node.Fits,
            ["orphan"] = node.IsOrphan,
            ["repeated"] = node.IsRepeated,
            ["needs"] = ToJson(node.Needs),
        };
}
