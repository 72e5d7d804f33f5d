using System.Text.Json;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk;

/// <summary>Exchanges data with another tool.</summary>
public abstract class Integration : PluginComponent
{
    /// <summary>Its name; as in the manifest.</summary>
    public abstract string Name { get; }

    /// <summary>Exchanges what changed.</summary>
    /// <param name="direction">Which way.</param>
    /// <param name="request">What the host says about it: a JSON object, or undefined.</param>
    /// <param name="context">The services of the host.</param>
    /// <param name="cancellationToken">Cancelled when the person, or the host, gives up.</param>
    /// <returns>How much was exchanged.</returns>
    public abstract Task<IntegrationSyncResult> SyncAsync(
        SyncDirection direction,
        JsonElement request,
        PluginContext context,
        CancellationToken cancellationToken
    );
}
