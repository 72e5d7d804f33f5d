using System.Collections.Immutable;
using Speckit.Host.Installed;
using Speckit.Manifests.Model;

namespace Speckit.Host.Runtime;

/// <summary>Which files of a plugin are started, and what each is to handle. One process serves all handlers of one file.</summary>
internal static class PluginEntrypoints
{
    internal static ImmutableArray<string> Of(InstalledPlugin plugin) => Of(plugin.Commands, plugin.Hooks);

    /// <summary>Whether the manifest says that this file is started, and how. The index says so too, but only the manifest is part of
    /// the tree that was locked and consented to: a checkout may bring an index of its own.</summary>
    internal static bool AreOf(PluginManifest manifest, InstalledPlugin plugin, string path) =>
        manifest.Runtime == plugin.Runtime && Of(manifest.Provides.Commands, manifest.Provides.Hooks).Contains(path);

    /// <summary>The handlers that the plugin must have in that file: <c>command:name</c> and <c>hook:event</c>.</summary>
    internal static IEnumerable<string> HandlersIn(InstalledPlugin plugin, string path) =>
        plugin
            .Commands.Where(c => c.Entrypoint.Path == path)
            .Select(c => $"command:{c.Name}")
            .Concat(plugin.Hooks.Where(h => h.Entrypoint.Path == path).Select(h => $"hook:{h.Event}"));

    private static ImmutableArray<string> Of(
        ImmutableArray<CommandProvision> commands,
        ImmutableArray<HookProvision> hooks
    ) => [.. commands.Select(c => c.Entrypoint.Path).Concat(hooks.Select(h => h.Entrypoint.Path)).Distinct()];
}
