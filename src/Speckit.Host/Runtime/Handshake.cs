using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Runtime;

/// <summary>initialize, configure, activate: from a process that was started to a plugin that can be called.</summary>
internal static class Handshake
{
    private static readonly ProtocolJsonContext Json = ProtocolJsonContext.Default;

    /// <summary>Goes through the steps.</summary>
    /// <param name="connection">To the plugin.</param>
    /// <param name="greeting">What it is told first.</param>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="patience">How long each step may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What the plugin said of itself.</returns>
    internal static async Task<Result<InitializeResult>> PerformAsync(
        PluginConnection connection,
        InitializeParams greeting,
        JsonObject configuration,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        var initialized = await connection.CallAsync(
            Methods.Initialize,
            greeting,
            Json.InitializeParams,
            Json.InitializeResult,
            patience,
            cancellationToken
        );
        if (!initialized.TryGet(out var hello))
        {
            return initialized;
        }

        if (hello.Protocol != ProtocolVersion.Current)
        {
            return HostDiagnostics.ProtocolMismatch.Error(
                $"{greeting.Plugin.Name} speaks protocol {hello.Protocol} (SDK {hello.Sdk.Language} {hello.Sdk.Version}), this host speaks {ProtocolVersion.Current}",
                "update the plugin, or Speckit"
            );
        }

        using var document = JsonDocument.Parse(configuration.ToJsonString());
        var configured = await connection.CallAsync(
            Methods.Configure,
            new ConfigureParams(document.RootElement.Clone()),
            Json.ConfigureParams,
            Json.Empty,
            patience,
            cancellationToken
        );
        if (!configured.Succeeded)
        {
            return configured.Propagate<InitializeResult>();
        }

        var activated = await connection.CallAsync(
            Methods.Activate,
            Empty.Instance,
            Json.Empty,
            Json.Empty,
            patience,
            cancellationToken
        );
        return activated.Succeeded ? hello : activated.Propagate<InitializeResult>();
    }
}
