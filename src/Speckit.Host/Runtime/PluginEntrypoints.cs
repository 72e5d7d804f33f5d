using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Runtime;

/// <summary>What of a plugin is started, and what each process is to handle. The manifest decides, not the index of installed plugins: only the
/// manifest is part of the tree that was locked and consented to, and a checkout may bring an index of its own.</summary>
internal static class PluginEntrypoints
{
    /// <summary>Everything that the manifest names code for.</summary>
    internal static ImmutableArray<EntrypointInfo> Of(PluginManifest manifest)
    {
        var provides = manifest.Provides;
        return
        [
            .. provides.Commands.Select(c => Info($"command:{c.Name}", c.Entrypoint, c.Name)),
            .. provides.Hooks.Select(h => Info($"hook:{h.Event}", h.Entrypoint, null)),
            .. provides.Workflows.SelectMany(PhasesOf),
            .. provides.Integrations.SelectMany(i => IfCode($"integration:{i.Name}", i.Entrypoint, i.Name)),
            .. provides.Stacks.SelectMany(s => IfCode($"stack:{s.Name}", s.Entrypoint, s.Name)),
            .. manifest.EntryPoints.Main is { } main ? OfWholePlugin(manifest, main) : [],
            .. manifest.Migrations.Select(m => Info($"migration:{m.From}->{m.To}", m.Entrypoint, null)),
        ];
    }

    /// <summary>What is started to serve an entry file: the file itself, or for Python and Node the whole plugin, which is the empty path.</summary>
    internal static string ProcessOf(PluginRuntime? runtime, string path) =>
        runtime is PluginRuntime.Python or PluginRuntime.Node ? "" : path;

    /// <summary>What the process that serves an entry file is to handle; nothing when the manifest does not name the file.</summary>
    internal static ImmutableArray<EntrypointInfo> ServedWith(PluginManifest manifest, string path)
    {
        var all = Of(manifest);
        if (!all.Any(e => e.Path == path))
        {
            return [];
        }

        var process = ProcessOf(manifest.Runtime, path);
        return [.. all.Where(e => ProcessOf(manifest.Runtime, e.Path) == process)];
    }

    /// <summary>One entry file of each process that the plugin can have.</summary>
    internal static IEnumerable<string> FilesToStart(PluginManifest manifest) =>
        Of(manifest).Select(e => e.Path).DistinctBy(path => ProcessOf(manifest.Runtime, path));

    private static IEnumerable<EntrypointInfo> PhasesOf(WorkflowProvision workflow)
    {
        string[] points = workflow.Mode switch
        {
            PhaseMode.Before => ["before"],
            PhaseMode.After => ["after"],
            PhaseMode.Replace => ["replace"],
            _ => ["before", "after"],
        };
        return points.Select(p => Info($"phase:{workflow.Phase}:{p}", workflow.Entrypoint, workflow.Name));
    }

    /// <summary>OSpec plugins name one file for everything; integrations and stacks have taken it as theirs already.</summary>
    private static IEnumerable<EntrypointInfo> OfWholePlugin(PluginManifest manifest, Entrypoint main)
    {
        var provides = manifest.Provides;
        var formatters = provides.TemplateSettings?.Formatters ?? [];
        return
        [
            .. provides.OutcomeTypes.Select(o => Info($"outcome:{o.Name}", main, o.Name)),
            .. provides.Guardrails is null
                ? []
                : new[] { Info($"guardrail:{manifest.Name.Name}", main, manifest.Name.Name) },
            .. provides
                .ContextProviders.Where(c => c.Provider.Equals(manifest.Name))
                .Select(c => Info($"context:{c.Name}", main, c.Name)),
            .. provides
                .Templates.SelectMany(t => t.PostProcessors)
                .Except(formatters, StringComparer.Ordinal)
                .Select(p => Info($"postProcessor:{p}", main, p)),
        ];
    }

    private static EntrypointInfo[] IfCode(string handler, Entrypoint? entrypoint, string name) =>
        entrypoint is null ? [] : [Info(handler, entrypoint, name)];

    private static EntrypointInfo Info(string handler, Entrypoint entrypoint, string? name) =>
        new(handler, entrypoint.Path, entrypoint.Member, name);
}
