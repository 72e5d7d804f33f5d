using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Host;
using Speckit.Host.Audit;
using Speckit.Host.Integrity;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Trust;

namespace Speckit.Cli.Commands.Plugins;

/// <summary>What <c>specify plugin audit</c> tells.</summary>
/// <param name="Plugins">The installed plugins.</param>
/// <param name="Log">The audit log.</param>
/// <param name="LogPath">Where that is.</param>
/// <param name="Advisories">How many advisories were looked at; null when there was no source of them.</param>
internal sealed record AuditReport(
    ImmutableArray<AuditedPlugin> Plugins,
    AuditState Log,
    string LogPath,
    int? Advisories
)
{
    private const int ShownKeyLength = 16;

    /// <summary>Everything that is wrong.</summary>
    internal ImmutableArray<Diagnostic> Problems { get; } =
    [.. Plugins.SelectMany(p => p.Problems), .. LogProblems(Log, LogPath)];

    internal void Show(Terminal terminal)
    {
        foreach (var plugin in Plugins)
        {
            Show(terminal, plugin);
        }

        terminal.Line(
            Plugins.IsEmpty ? "No plugins installed."
            : Advisories is { } count
                ? string.Create(CultureInfo.InvariantCulture, $"Known vulnerabilities: {count} advisories looked at")
            : "Known vulnerabilities: not checked, there is no advisory source (--advisories names one)"
        );
        terminal.Line($"Audit log: {LogWords()}");
        terminal.Line();
        terminal.Line(
            Problems.IsEmpty
                ? $"{terminal.Green("✓")} No problems found."
                : string.Create(CultureInfo.InvariantCulture, $"{terminal.Red("✗")} Problems found: {Problems.Length}")
        );
    }

    internal JsonObject ToJson() =>
        new()
        {
            ["plugins"] = new JsonArray([.. Plugins.Select(p => (JsonNode)ToJson(p))]),
            ["log"] = new JsonObject
            {
                ["lines"] = Log.Lines,
                ["whole"] = Log.IsWhole,
                ["brokenAtLine"] = Log.BreakAt,
                ["end"] = Log.End switch
                {
                    AuditEnd.Whole => "whole",
                    AuditEnd.Lost => "lost",
                    _ => "unknown",
                },
            },
            ["advisories"] = Advisories,
            ["problems"] = Problems.Length,
        };

    private static void Show(Terminal terminal, AuditedPlugin plugin)
    {
        var locked = plugin.Locked;
        var mark = plugin.Problems.IsEmpty ? terminal.Green("✓") : terminal.Red("✗");
        terminal.Line(
            $"{mark} {terminal.Bold($"{plugin.Name} {locked.Version}")}  {locked.Trust.ToName()}{FlagsOf(plugin)}"
        );
        var signed = locked.KeyId is { } key
            ? $"{locked.Signer ?? "(no name)"}, key {key[..Math.Min(key.Length, ShownKeyLength)]}…"
            : "nobody";
        terminal.Line($"    signed by  {TerminalText.Line(signed)}");
        terminal.Line(
            $"    may        {(locked.Capabilities.IsEmpty ? "nothing special" : TerminalText.Line(string.Join(", ", locked.Capabilities)))}"
        );
        terminal.Line($"    consent    {WordsFor(plugin.Consent)}");
        if (plugin.Deprecated is { } deprecated)
        {
            var instead = deprecated.Replacement is { } replacement ? $"; use {replacement}" : "";
            terminal.Line($"    deprecated {TerminalText.Line((deprecated.Message ?? "it is going away") + instead)}");
        }

        foreach (var change in plugin.Changes)
        {
            terminal.Line(
                $"    {terminal.Red(TreeIntegrity.WordFor(change.Kind).PadRight(10))} {TerminalText.Line(change.Path)}"
            );
        }

        terminal.Line();
    }

    private static string FlagsOf(AuditedPlugin plugin)
    {
        (bool IsSet, string Word)[] flags =
        [
            (plugin.Locked.Enabled, "enabled"),
            (!plugin.Locked.Enabled, "disabled"),
            (plugin.Locked.IsLink, "linked"),
            (plugin.Locked.Modified, "modified"),
            (plugin.Registry == RegistryWord.Yanked, "withdrawn"),
        ];
        return string.Concat(flags.Where(f => f.IsSet).Select(f => ", " + f.Word));
    }

    private static string WordsFor(ConsentState consent) =>
        consent switch
        {
            ConsentState.Given => "given on this machine",
            ConsentState.ToOtherFiles => "given to other files: it does not start ('specify trust')",
            _ => "not given on this machine: it does not start ('specify trust')",
        };

    private string LogWords() =>
        Log switch
        {
            { BreakAt: { } line } => string.Create(
                CultureInfo.InvariantCulture,
                $"BROKEN at line {line} of {Log.Lines}"
            ),
            { End: AuditEnd.Lost } => string.Create(
                CultureInfo.InvariantCulture,
                $"{Log.Lines} lines, and LINES ARE GONE: it had {Log.LinesBefore}"
            ),
            { End: AuditEnd.NotKnown, Lines: > 0 } => string.Create(
                CultureInfo.InvariantCulture,
                $"{Log.Lines} lines, each follows from the one before; whether its end is there is not known on this machine"
            ),
            _ => string.Create(CultureInfo.InvariantCulture, $"{Log.Lines} line{(Log.Lines == 1 ? "" : "s")}, whole"),
        };

    private static IEnumerable<Diagnostic> LogProblems(AuditState log, string path)
    {
        if (log.BreakAt is { } line)
        {
            yield return HostDiagnostics.AuditChainBroken.Error(
                $"line {line} of '{path}' does not follow from the line before it: one of them was changed, moved or taken out",
                "compare it with a backup; what it says from there on proves nothing"
            );
        }

        if (log.End == AuditEnd.Lost)
        {
            yield return HostDiagnostics.AuditLinesLost.Error(
                $"'{path}' had {log.LinesBefore} lines on this machine, and its last lines are gone or others now",
                "compare it with a backup; if you removed it yourself, or the machine lost power, run 'specify plugin audit --accept-log'"
            );
        }
    }

    private static JsonObject ToJson(AuditedPlugin plugin) =>
        new()
        {
            ["name"] = plugin.Name.ToString(),
            ["version"] = plugin.Locked.Version.ToString(),
            ["enabled"] = plugin.Locked.Enabled,
            ["trust"] = plugin.Locked.Trust.ToName(),
            ["signer"] = plugin.Locked.Signer,
            ["keyid"] = plugin.Locked.KeyId,
            ["capabilities"] = JsonLists.Of(plugin.Locked.Capabilities),
            ["consent"] = plugin.Consent switch
            {
                ConsentState.Given => "given",
                ConsentState.ToOtherFiles => "other-files",
                _ => "none",
            },
            ["linked"] = plugin.Locked.IsLink,
            ["modified"] = plugin.Locked.Modified,
            ["deprecated"] = plugin.Deprecated is { } deprecated ? deprecated.Message ?? "" : null,
            ["registry"] = plugin.Registry switch
            {
                RegistryWord.Offered => "offered",
                RegistryWord.Yanked => "yanked",
                RegistryWord.NotFromRegistry => "none",
                _ => "not-asked",
            },
            ["changes"] = new JsonArray([
                .. plugin.Changes.Select(c =>
                    (JsonNode)new JsonObject { ["path"] = c.Path, ["change"] = TreeIntegrity.WordFor(c.Kind) }
                ),
            ]),
            ["advisories"] = JsonLists.Of(plugin.Advisories.Select(a => a.Id)),
            ["problems"] = JsonLists.Of(plugin.Problems.Select(p => p.Code)),
        };
}
