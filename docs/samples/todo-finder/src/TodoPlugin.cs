using Speckit.Sdk;

namespace TodoFinder;

/// <summary>What this plugin handles; the tests start the same.</summary>
public static class TodoPlugin
{
    /// <summary>The commands and hooks that plugin.yaml names.</summary>
    public static PluginHostBuilder Create() =>
        PluginHost.CreateBuilder().AddCommand<ListCommand>().AddHook<FoundHook>("plugin.todo.found");
}
