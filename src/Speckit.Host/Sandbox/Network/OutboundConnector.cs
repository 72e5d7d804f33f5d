using System.Net;
using System.Net.Sockets;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Sandbox.Network;

/// <summary>Opens connections on behalf of plugins. It resolves a name itself, once, and connects to exactly an address that it checked: a name
/// that answers differently the second time gains nothing.</summary>
public sealed class OutboundConnector
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private const int MostAddresses = 4;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;

    /// <summary>A connector that asks the system's resolver.</summary>
    public OutboundConnector()
        : this(Dns.GetHostAddressesAsync) { }

    internal OutboundConnector(Func<string, CancellationToken, Task<IPAddress[]>> resolve) => _resolve = resolve;

    /// <summary>The addresses of a host that may be connected to, in the resolver's order.</summary>
    /// <returns>At least one address; or <c>SPK6020</c> when the rules refuse the host or all its addresses, <c>SPK6021</c> when it has none.</returns>
    public async Task<Result<IPAddress[]>> ResolveAsync(
        HostRules rules,
        string host,
        int port,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.Check(host, port) is { } reason)
        {
            return Refused(host, port, reason);
        }

        var name = HostRules.Normalize(host)!;
        IPAddress[] found;
        try
        {
            found = IPAddress.TryParse(name, out var literal) ? [literal] : await _resolve(name, cancellationToken);
        }
        catch (SocketException e)
        {
            return HostDiagnostics.HostUnreachable.Error($"{name} has no address: {e.Message}");
        }

        if (found.Length == 0)
        {
            return HostDiagnostics.HostUnreachable.Error($"{name} has no address");
        }

        var permitted = found.Where(rules.Permits).Take(MostAddresses).ToArray();
        return permitted.Length > 0
            ? permitted
            : Refused(host, port, $"{found[0]} is not an address of the public internet, and is not listed by address");
    }

    /// <summary>A connection to a host.</summary>
    /// <returns>The connected stream, which owns its socket; or <c>SPK6020</c> when it is refused, <c>SPK6021</c> when nobody answers.</returns>
    public async Task<Result<NetworkStream>> ConnectAsync(
        HostRules rules,
        string host,
        int port,
        CancellationToken cancellationToken
    )
    {
        var resolved = await ResolveAsync(rules, host, port, cancellationToken);
        return resolved.TryGet(out var addresses)
            ? await ConnectAsync(addresses, host, port, cancellationToken)
            : resolved.Propagate<NetworkStream>();
    }

    /// <summary>A connection to the first of some checked addresses that answers.</summary>
    internal static async Task<Result<NetworkStream>> ConnectAsync(
        IPAddress[] addresses,
        string host,
        int port,
        CancellationToken cancellationToken
    )
    {
        var why = "";
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(ConnectTimeout);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), limit.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                why = e.Message;
            }
            catch (OperationCanceledException)
            {
                socket.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                why = $"no answer within {ConnectTimeout.TotalSeconds:0} s";
            }
        }

        return HostDiagnostics.HostUnreachable.Error($"{host} port {port} cannot be reached: {why}");
    }

    private static Diagnostic Refused(string host, int port, string reason) =>
        HostDiagnostics.HostRefused.Error(
            $"no connection to {host} port {port}: {reason}",
            "hosts are listed under sandbox.network.allowed_hosts in plugin.yaml"
        );
}
