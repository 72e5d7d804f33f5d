using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Host.Grants;
using Speckit.Host.Installed;
using Speckit.Host.Services;
using Speckit.Manifests.Model;
using Speckit.Packaging.Trust;
using Speckit.Protocol;

namespace Speckit.Host.Tests.Support;

/// <summary>A plugin named <c>tool</c> as the services see it, without a process.</summary>
internal sealed class ServiceCaller : IDisposable
{
    private readonly ServiceDispatcher _dispatcher;

    public ServiceCaller(
        TestProject project,
        IEnumerable<string> capabilities,
        Func<ServiceContext, ServiceContext>? change = null
    )
    {
        var plugin = new InstalledPlugin
        {
            Name = PluginName.Parse("tool"),
            Version = "1.0.0",
            Description = "",
            Trust = TrustLevel.Unsigned,
            Enabled = true,
            Tree = "",
            Archive = "",
            Resolved = "",
            Capabilities = [.. capabilities],
        };
        var context = new ServiceContext(
            project.Host,
            GrantedPlugin.In(project.Layout, plugin, plugin.Capabilities),
            new JsonObject { ["key"] = "value" },
            project.Console
        );
        Context = change is null ? context : change(context);
        _dispatcher = new ServiceDispatcher(new ServiceTable(), Context);
        _dispatcher.OnFlood(reason => Flood = reason.ToString());
    }

    public ServiceContext Context { get; }

    /// <summary>Why the plugin was to be ended, or null.</summary>
    public string? Flood { get; private set; }

    public async Task<JsonElement> CallAsync(string method, JsonNode parameters) =>
        (await CallAsync(method, parameters.ToJsonString(), CancellationToken.None))!.Value;

    public async Task<JsonElement?> CallAsync(string method, string parameters, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(parameters);
        return await _dispatcher.DispatchAsync(method, json.RootElement.Clone(), cancellationToken);
    }

    /// <summary>The error that a call is answered with.</summary>
    public Task<RpcErrorException> FailAsync(string method, JsonNode parameters) =>
        Should.ThrowAsync<RpcErrorException>(() => CallAsync(method, parameters));

    public void Dispose()
    {
        _dispatcher.Dispose();
        Context.Dispose();
    }
}
