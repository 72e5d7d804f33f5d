using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk;

/// <summary>The plugin's log, kept by the host.</summary>
public sealed class LogClient
{
    private readonly HostConnection _host;

    internal LogClient(HostConnection host) => _host = host;

    /// <summary>What only the plugin's author wants to know.</summary>
    public Task DebugAsync(string message, CancellationToken cancellationToken = default) =>
        WriteAsync("debug", message, cancellationToken);

    /// <summary>What happened.</summary>
    public Task InfoAsync(string message, CancellationToken cancellationToken = default) =>
        WriteAsync("info", message, cancellationToken);

    /// <summary>What may be wrong.</summary>
    public Task WarningAsync(string message, CancellationToken cancellationToken = default) =>
        WriteAsync("warning", message, cancellationToken);

    /// <summary>What is wrong.</summary>
    public Task ErrorAsync(string message, CancellationToken cancellationToken = default) =>
        WriteAsync("error", message, cancellationToken);

    private Task WriteAsync(string level, string message, CancellationToken cancellationToken) =>
        _host.TellAsync(
            Methods.LogWrite,
            new LogParams(level, message),
            ProtocolJsonContext.Default.LogParams,
            cancellationToken
        );
}
