using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk;

/// <summary>Says how far the plugin is.</summary>
public sealed class ProgressClient
{
    private readonly HostConnection _host;

    internal ProgressClient(HostConnection host) => _host = host;

    /// <summary>Reports progress.</summary>
    /// <param name="message">What is being done.</param>
    /// <param name="fraction">From 0 to 1; null when it is not known.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public Task ReportAsync(string message, double? fraction = null, CancellationToken cancellationToken = default) =>
        _host.TellAsync(
            Methods.ProgressReport,
            new ProgressParams(message, fraction),
            ProtocolJsonContext.Default.ProgressParams,
            cancellationToken
        );
}
