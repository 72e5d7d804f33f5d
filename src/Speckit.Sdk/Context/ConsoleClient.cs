using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk;

/// <summary>The person's terminal, through the host. What is written before a command ends is shown before its result.</summary>
public sealed class ConsoleClient
{
    private readonly HostConnection _host;

    internal ConsoleClient(HostConnection host) => _host = host;

    /// <summary>Shows a line.</summary>
    public Task WriteAsync(string text, CancellationToken cancellationToken = default) =>
        TellAsync(text, ConsoleWriteParams.Info, cancellationToken);

    /// <summary>Shows a warning.</summary>
    public Task WarningAsync(string text, CancellationToken cancellationToken = default) =>
        TellAsync(text, ConsoleWriteParams.Warning, cancellationToken);

    /// <summary>Shows an error.</summary>
    public Task ErrorAsync(string text, CancellationToken cancellationToken = default) =>
        TellAsync(text, ConsoleWriteParams.Error, cancellationToken);

    /// <summary>Shows a finding.</summary>
    public Task FindingAsync(Finding finding, CancellationToken cancellationToken = default) =>
        _host.TellAsync(Methods.ConsoleFinding, finding, ProtocolJsonContext.Default.Finding, cancellationToken);

    private Task TellAsync(string text, string level, CancellationToken cancellationToken) =>
        _host.TellAsync(
            Methods.ConsoleWrite,
            new ConsoleWriteParams(text, level),
            ProtocolJsonContext.Default.ConsoleWriteParams,
            cancellationToken
        );
}
