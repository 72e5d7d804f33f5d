using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Cli.Authoring;
using Speckit.Cli.Interaction;
using Speckit.Cli.Registries;
using Speckit.Host.Installed;
using Speckit.Host.Runtime;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin info</c>: what a registry says of a plugin, and what is installed of it (JP design §9.3).</summary>
internal sealed class InfoCommand : SpeckitCommand
{
    private const int RuleWidth = 53;
    private readonly Argument<string> _name = PluginNameArgument.Create("The plugin");
    private readonly Option<string?> _registry = RegistryOption.Create();

    internal InfoCommand(CliEnvironment environment)
        : base(environment, "info", "Show a plugin's details", "plugin info security-scanner")
    {
        Arguments.Add(_name);
        Options.Add(_registry);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var named = PluginNameArgument.Read(context, _name);
        if (!named.TryGet(out var name))
        {
            return CommandOutcome.Fail(named);
        }

        var installed = FindInstalled(context, name);
        var given = installed is null ? null : await LookAsync(context, installed, cancellationToken);
        var asked = await AskAsync(context, name, cancellationToken);
        if (asked.TryGet(out var details))
        {
            Print(context.Terminal, details, installed);
            PrintGiven(context.Terminal, given);
            return CommandOutcome.Done(ToJson(details, installed, given));
        }

        if (installed is null || context.Parsed.GetValue(_registry) is not null)
        {
            return CommandOutcome.Fail(asked);
        }

        // Installed plugins can be looked at without any registry; that one did not answer is worth a word.
        ImmutableArray<Diagnostic> warnings =
        [
            .. asked
                .Diagnostics.Where(d =>
                    d.Descriptor != RegistryClientDiagnostics.NoRegistry
                    && d.Descriptor != RegistryClientDiagnostics.PluginNotFound
                )
                .Select(d => d with { Severity = Severity.Warning }),
        ];
        foreach (var warning in warnings)
        {
            context.ShowWarning(warning);
        }

        var provides = Provides(context, installed);
        PrintInstalled(context.Terminal, installed, provides);
        PrintGiven(context.Terminal, given);
        var shown = InstalledJson(installed, given);
        shown["provides"] = JsonLists.Of(provides);
        return CommandOutcome.Done(new JsonObject { ["installed"] = shown }, warnings);
    }

    private static async Task<Result<GrantedProfile>?> LookAsync(
        CommandContext context,
        InstalledPlugin installed,
        CancellationToken cancellationToken
    ) =>
        context.OpenHost().TryGet(out var host)
            ? await GrantedProfile.LookAsync(host, installed, context.Environment.Launcher, cancellationToken)
            : null;

    /// <summary>What the manifest provides; nothing for one that cannot be read, which other commands tell of.</summary>
    private static ImmutableArray<string> Provides(CommandContext context, InstalledPlugin installed) =>
        context.FindProject().TryGet(out var project)
        && InstalledPluginReader.ReadManifest(project, installed.Name).TryGet(out var manifest)
            ? [.. ManifestSummary.Provides(manifest)]
            : [];

    private static void PrintGiven(Terminal terminal, Result<GrantedProfile>? given)
    {
        if (given is not null)
        {
            GrantedView.Print(terminal, given);
        }
    }

    private static InstalledPlugin? FindInstalled(CommandContext context, PluginName name)
    {
        var found = context.FindProject();
        if (!found.TryGet(out var project))
        {
            return null;
        }

        var loaded = InstalledIndex.Load(project);
        return loaded.Succeeded ? loaded.Value.FirstOrDefault(p => p.Name.Equals(name)) : null;
    }

    private async Task<Result<PluginDetails>> AskAsync(
        CommandContext context,
        PluginName name,
        CancellationToken cancellationToken
    )
    {
        var connected = RegistryConnections.Open(context, context.Parsed.GetValue(_registry));
        if (!connected.TryGet(out var connections))
        {
            return connected.Propagate<PluginDetails>();
        }

        using (connections)
        {
            Result<PluginDetails> last = Speckit.Registry.Client.Configuration.RegistryConfiguration.NoRegistry();
            foreach (var source in connections.Sources)
            {
                last = await source.Client.GetPluginAsync(name, cancellationToken);
                // A folder says nothing of what it has: the next one may.
                if (
                    last.Succeeded
                    || (
                        last.Diagnostics[0].Descriptor != RegistryClientDiagnostics.PluginNotFound
                        && last.Diagnostics[0].Descriptor != RegistryClientDiagnostics.FolderHasNoApi
                    )
                )
                {
                    return last;
                }
            }

            return last;
        }
    }

    private static void Print(Terminal terminal, PluginDetails details, InstalledPlugin? installed)
    {
        var summary = details.Summary;
        terminal.Line();
        terminal.Line(terminal.Bold(TerminalText.Line($"{summary.Name} v{summary.Version}")));
        terminal.Line(new string('━', RuleWidth));
        terminal.Line();
        terminal.Line(TerminalText.Line(summary.Description));
        terminal.Line();
        Row(terminal, "Author", summary.Author);
        Row(terminal, "License", details.Latest?.License);
        Row(terminal, "Repository", details.Latest?.Repository);
        Row(terminal, "Homepage", details.Latest?.Homepage);
        Row(terminal, "Downloads", summary.Downloads.ToString("N0", CultureInfo.InvariantCulture));
        Row(terminal, "Trust Level", Title(summary.Trust));
        Row(terminal, "Signing Key", details.Latest?.Index.KeyId);
        Row(terminal, "Last Update", summary.Updated.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Row(
            terminal,
            "Installed",
            installed is null ? "no" : $"{installed.Version}{(installed.Enabled ? ", enabled" : "")}"
        );
        if (details.Latest is { } latest)
        {
            PrintVersion(terminal, latest.Index);
        }

        terminal.Line();
        terminal.Line("Versions:");
        foreach (var version in details.Versions.Take(10))
        {
            terminal.Line(
                $"  • {TerminalText.Line(version.Version)}  {version.Published.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}{(version.Yanked ? "  yanked" : "")}"
            );
        }
    }

    private static void PrintVersion(Terminal terminal, IndexEntry entry)
    {
        terminal.Line();
        terminal.Line("Provides:");
        foreach (var (kind, names) in entry.Provides)
        {
            foreach (var name in names)
            {
                terminal.Line($"  • {Singular(kind)}: {TerminalText.Line(name)}");
            }
        }

        terminal.Line();
        terminal.Line("Requires:");
        if (entry.Speckit is { } speckit)
        {
            terminal.Line($"  • speckit {TerminalText.Line(speckit)}");
        }

        foreach (var (name, range) in entry.Requires)
        {
            terminal.Line($"  • {TerminalText.Line(name)} {TerminalText.Line(range)}");
        }

        var capabilities = entry.Capabilities.IsEmpty ? "none" : string.Join(", ", entry.Capabilities);
        terminal.Line($"  • Capabilities: {TerminalText.Line(capabilities)}");
    }

    private static void PrintInstalled(Terminal terminal, InstalledPlugin plugin, ImmutableArray<string> provides)
    {
        terminal.Line(terminal.Bold(TerminalText.Line($"{plugin.Name} v{plugin.Version}")));
        terminal.Line(TerminalText.Line(plugin.Description));
        terminal.Line();
        Row(terminal, "Trust Level", Title(plugin.Trust));
        Row(terminal, "Source", plugin.Resolved);
        Row(terminal, "Installed", plugin.Enabled ? "enabled" : "disabled");
        Row(terminal, "Capabilities", plugin.Capabilities.IsEmpty ? "none" : string.Join(", ", plugin.Capabilities));
        var label = "Provides";
        foreach (var part in provides)
        {
            Row(terminal, label, part);
            label = "";
        }
    }

    private static void Row(Terminal terminal, string label, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            terminal.Line($"{(label.Length == 0 ? "" : label + ":"), -12} {TerminalText.Line(value)}");
        }
    }

    private static string Title(TrustLevel trust)
    {
        var name = trust.ToName();
        var title = char.ToUpperInvariant(name[0]) + name[1..];
        return trust >= TrustLevel.Verified ? $"✓ {title}" : title;
    }

    private static string Singular(string kind)
    {
        var clean = TerminalText.Line(kind);
        return clean.Length == 0 ? clean : char.ToUpperInvariant(clean[0]) + clean[1..].TrimEnd('s');
    }

    private static JsonObject ToJson(
        PluginDetails details,
        InstalledPlugin? installed,
        Result<GrantedProfile>? given
    ) =>
        new()
        {
            ["plugin"] = JsonNode.Parse(JsonSerializer.Serialize(details, RegistryJsonContext.Default.PluginDetails)),
            ["installed"] = installed is null ? null : InstalledJson(installed, given),
        };

    private static JsonObject InstalledJson(InstalledPlugin plugin, Result<GrantedProfile>? given) =>
        new()
        {
            ["name"] = plugin.Name.ToString(),
            ["version"] = plugin.Version,
            ["enabled"] = plugin.Enabled,
            ["trust"] = plugin.Trust.ToName(),
            ["resolved"] = plugin.Resolved,
            ["capabilities"] = JsonLists.Of(plugin.Capabilities),
            ["given"] = given is null ? null : GrantedView.ToJson(given),
        };
}
