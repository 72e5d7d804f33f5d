using System.Net.Sockets;
using Speckit.Host.Projects;
using Speckit.Host.Services;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Resident;

/// <summary>A connection to a project's resident host.</summary>
public sealed class ResidentClient : IAsyncDisposable
{
    private static readonly ResidentJsonContext Json = ResidentJsonContext.Default;
    private readonly Socket _socket;
    private readonly string _project;
    private readonly NetworkStream _stream;
    private readonly JsonRpcPeer _peer;

    private ResidentClient(Socket socket, ProjectLayout project, IPluginConsole console, Action<Diagnostic> warn)
    {
        _socket = socket;
        _project = project.Root;
        _stream = new NetworkStream(socket, ownsSocket: false);
        _peer = new JsonRpcPeer(_stream, _stream);
        _peer.OnNotification(
            ResidentMethods.Said,
            Json.ResidentSaid,
            (said, _) =>
            {
                Show(said, console, warn);
                return Task.CompletedTask;
            }
        );
        _peer.Start();
    }

    /// <summary>Connects, if there is a resident host of this user for the project; null if there is none.</summary>
    /// <param name="user">The user's state.</param>
    /// <param name="project">The project.</param>
    /// <param name="console">Where plugins' words go.</param>
    /// <param name="warn">Told of warnings, such as a hook that failed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ResidentClient?> TryConnectAsync(
        UserLayout user,
        ProjectLayout project,
        IPluginConsole console,
        Action<Diagnostic> warn,
        CancellationToken cancellationToken
    )
    {
        var place = ResidentPlace.Of(user, project);
        if (!File.Exists(place.Socket))
        {
            return null;
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(place.Socket), cancellationToken);
            if (PeerCredentials.AreOwn(socket))
            {
                return new ResidentClient(socket, project, console, warn);
            }
        }
        catch (SocketException)
        {
            // It ended without taking its socket along.
        }

        socket.Dispose();
        return null;
    }

    /// <summary>Runs a command there.</summary>
    /// <param name="call">The command, its arguments and options.</param>
    /// <param name="cancellationToken">Tells the plugin to stop.</param>
    /// <returns>How it ended; null when the resident host cannot take the call now, and nothing was done: it is busy, or of another version.</returns>
    public async Task<Result<CommandRunResult>?> TryRunAsync(CommandRunParams call, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _peer.RequestAsync(
                ResidentMethods.Run,
                new ResidentRunParams(HostEnvironment.CoreVersion.ToString(), _project, call),
                Json.ResidentRunParams,
                Json.ResidentRunResult,
                cancellationToken
            );
            return answer.Result is { } result
                ? result
                : Result<CommandRunResult>.Failure([.. answer.Diagnostics.Select(d => d.ToDiagnostic())]);
        }
        catch (RpcErrorException e) when (e.Code is RpcErrorCodes.Busy or RpcErrorCodes.ProtocolMismatch)
        {
            return null;
        }
        catch (Exception e) when (e is ProtocolException or RpcErrorException or IOException)
        {
            // What it did so far is not known: the command is not run a second time.
            return HostDiagnostics.ResidentFailed.Error(
                $"the resident host ended while it ran {call.Name}: {e.Message}",
                "see what was done with 'specify plugin audit', then run the command again"
            );
        }
    }

    /// <summary>What the resident host is doing; null when it does not answer.</summary>
    public Task<ResidentStatus?> TryGetStatusAsync(CancellationToken cancellationToken) =>
        TryAskAsync(ResidentMethods.Status, cancellationToken);

    /// <summary>Tells the resident host to end; it does once this connection is closed. Null when it does not answer.</summary>
    public Task<ResidentStatus?> TryStopAsync(CancellationToken cancellationToken) =>
        TryAskAsync(ResidentMethods.Stop, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        await _stream.DisposeAsync();
        _socket.Dispose();
    }

    private async Task<ResidentStatus?> TryAskAsync(string method, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            return await _peer.RequestAsync(method, Empty.Instance, Json.Empty, Json.ResidentStatus, limit.Token);
        }
        catch (Exception e) when (e is ProtocolException or RpcErrorException or IOException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static void Show(ResidentSaid said, IPluginConsole console, Action<Diagnostic> warn)
    {
        switch (said)
        {
            case { Text: { } text }:
                console.Write(said.Plugin, text);
                break;
            case { Finding: { } finding }:
                console.Finding(said.Plugin, finding);
                break;
            case { Progress: { } progress }:
                console.Progress(said.Plugin, progress);
                break;
            case { Log: { } entry }:
                console.Log(said.Plugin, entry);
                break;
            case { Warning: { } warning }:
                warn(warning.ToDiagnostic());
                break;
        }
    }
}
