namespace Speckit.Sdk;

/// <summary>The way in for a plugin's <c>Main</c>: <c>return await PluginHost.CreateBuilder().AddCommand&lt;T&gt;().RunAsync(args);</c></summary>
public static class PluginHost
{
    /// <summary>A plugin that handles nothing yet.</summary>
    public static PluginHostBuilder CreateBuilder() => new();
}
