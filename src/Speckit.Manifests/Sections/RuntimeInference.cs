using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Sections;

/// <summary>Which runtime starts a plugin: what <c>runtime</c> says, else what the entry points' suffixes say.</summary>
internal static class RuntimeInference
{
    public static PluginRuntime? Read(Fields root, Provisions provisions, ImmutableArray<PluginMigration> migrations)
    {
        if (root.Find("runtime") is { } value)
        {
            return value.OneOf("dotnet", "native", "python", "node") switch
            {
                "dotnet" => PluginRuntime.Dotnet,
                "native" => PluginRuntime.Native,
                "python" => PluginRuntime.Python,
                "node" => PluginRuntime.Node,
                _ => null,
            };
        }

        return Infer(root, [.. EntrypointsOf(provisions), .. migrations.Select(m => m.Entrypoint)]);
    }

    /// <summary>What the suffixes of entry points say.</summary>
    public static PluginRuntime? Infer(Fields root, IEnumerable<Entrypoint> entrypoints)
    {
        var byRuntime = entrypoints.Where(e => e.Path.Length > 0).GroupBy(e => Of(e.Path)).ToList();
        if (byRuntime.Count > 1)
        {
            Report(root, byRuntime);
        }

        return byRuntime.Count == 1 ? byRuntime[0].Key : null;
    }

    /// <summary>Every entry point of a plugin's provisions, in the order of the model.</summary>
    private static IEnumerable<Entrypoint> EntrypointsOf(Provisions provisions) =>
        [
            .. provisions.Commands.Select(c => c.Entrypoint),
            .. provisions.Workflows.Select(w => w.Entrypoint),
            .. provisions.Integrations.Select(i => i.Entrypoint).OfType<Entrypoint>(),
            .. provisions.Hooks.Select(h => h.Entrypoint),
            .. provisions.Stacks.Select(s => s.Entrypoint).OfType<Entrypoint>(),
        ];

    private static PluginRuntime Of(string path)
    {
        var dot = path.LastIndexOf('.');
        return dot < 0
            ? PluginRuntime.Native
            : path[dot..].ToLowerInvariant() switch
            {
                ".dll" => PluginRuntime.Dotnet,
                ".py" => PluginRuntime.Python,
                ".js" or ".mjs" or ".cjs" => PluginRuntime.Node,
                _ => PluginRuntime.Native,
            };
    }

    private static void Report(Fields root, List<IGrouping<PluginRuntime, Entrypoint>> byRuntime)
    {
        var found = byRuntime.Select(g => $"{g.First().Path} ({g.Key.ToString().ToLowerInvariant()})");
        root.Problems.Add(
            ManifestDiagnostics.MixedRuntimes.Error(
                $"The entry points belong to several runtimes: {string.Join(", ", found)}; expected one.",
                "add 'runtime: dotnet', native, python or node, or split the plugin",
                byRuntime[1].First().Location
            )
        );
    }
}
