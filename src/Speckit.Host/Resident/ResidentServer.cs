using System.Net.Sockets;
using Speckit.Host.Platform;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Resident;

/// <summary>Listens for the command lines of one user in one project, and runs their commands with plugins that stay warm. Ends when it is
/// told to, or when nobody has called for a while.</summary>
public sealed class ResidentServer : IAsyncDisposable
{
    private static readonly ResidentJsonContext Json = ResidentJsonContext.Default;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);
    private static readonly JsonRpcPeerOptions Options = new()
    {
        MaxLineBytes = ResidentMethods.MaxLineBytes,
        ExposeExceptionMessages = true,
    };
    private readonly HostEnvironment _host;
    private readonly ResidentRunner _runner;
    private readonly TimeSpan _idle;
    private readonly string? _program;
    private readonly string _programStamp;
    private readonly CancellationTokenSource _stop = new();
    private readonly DateTimeOffset _started;
    private long _lastCall;

    /// <summary>Composes the server.</summary>
    /// <param name="host">The project.</param>
    /// <param name="processes">Makes what starts plugins.</param>
    /// <param name="idle">After how long without a call it ends.</param>
    /// <param name="program">This process's executable; it ends when that is replaced. Null for a managed build.</param>
    public ResidentServer(HostEnvironment host, PluginProcesses processes, TimeSpan idle, string? program)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(processes);
        _host = host;
        _idle = idle;
        _program = program;
        _programStamp = ProgramStamp.Of(program);
        _runner = new ResidentRunner(host, processes, _programStamp);
        _started = host.Time.GetUtcNow();
        _lastCall = host.Time.GetTimestamp();
    }

    /// <summary>Lets what this process starts next have the three standard streams alone: a resident host must not keep open what the
    /// caller of <c>specify</c> left open.</summary>
    public static void KeepDescriptors()
    {
        if (OperatingSystem.IsLinux())
        {
            OpenDescriptors.CloseAtExec();
        }
    }

    /// <summary>Leaves the session of the terminal that this process was started from: what happens to that does not happen to it.</summary>
    public static void LeaveSession()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = UnixNative.SetSid();
        }
    }

    /// <summary>Serves until it ends.</summary>
    /// <param name="ready">Told when it listens.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Why it could not serve: there is one already.</returns>
    public async Task<Result<Unit>> RunAsync(Action ready, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ready);
        var place = ResidentPlace.Of(_host.User, _host.Project);
        var prepared = place.Prepare();
        if (!prepared.Succeeded)
        {
            return prepared;
        }

        using var alone = place.TryLock();
        if (alone is null)
        {
            return HostDiagnostics.ResidentRunning.Error(
                $"a resident host runs for '{_host.Project.Root}' already",
                "see 'specify host status'; end it with 'specify host stop'"
            );
        }

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        using var listener = Listen(place.Socket);
        ready();
        try
        {
            // Whichever fails: deaf, or blind to what may not stay, it is of no use.
            await await Task.WhenAny(AcceptAsync(listener, stopping.Token), LookAfterAsync(stopping.Token));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // That is how it ends.
        }
        finally
        {
            // Nobody else listens there: the lock is held, until the plugins are gone too.
            File.Delete(place.Socket);
            await stopping.CancelAsync();
            await _runner.DisposeAsync();
        }

        return new Unit();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _runner.DisposeAsync();
        _stop.Dispose();
    }

    private static Socket Listen(string path)
    {
        // Left by one that was killed.
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        listener.Listen();
        return listener;
    }

    private async Task AcceptAsync(Socket listener, CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = await listener.AcceptAsync(cancellationToken);
            _ = Task.Run(() => ServeAsync(socket, cancellationToken), cancellationToken);
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken cancellationToken)
    {
        using (socket)
        {
            if (!OperatingSystem.IsWindows() && !PeerCredentials.AreOwn(socket.SafeHandle))
            {
                return;
            }

            await using var stream = new NetworkStream(socket, ownsSocket: false);
            await using var peer = new JsonRpcPeer(stream, stream, Options);
            var stops = false;
            Register(peer, () => stops = true);
            peer.Start();
            try
            {
                await peer.Completion.WaitAsync(cancellationToken);
            }
            catch (Exception e) when (e is ProtocolException or IOException or OperationCanceledException)
            {
                // The caller is gone, or this host ends.
            }

            // Not before: the caller is to have its answer.
            if (stops)
            {
                await _stop.CancelAsync();
            }
        }
    }

    private void Register(JsonRpcPeer peer, Action stopWhenClosed)
    {
        peer.OnRequest(
            ResidentMethods.Run,
            Json.ResidentRunParams,
            Json.ResidentRunResult,
            async (run, cancellationToken) =>
            {
                Interlocked.Exchange(ref _lastCall, _host.Time.GetTimestamp());
                try
                {
                    return await _runner.RunAsync(
                        run,
                        () => peer.NotifyAsync(ResidentMethods.Began, Empty.Instance, Json.Empty, cancellationToken),
                        said => peer.NotifyAsync(ResidentMethods.Said, said, Json.ResidentSaid, cancellationToken),
                        cancellationToken
                    );
                }
                finally
                {
                    Interlocked.Exchange(ref _lastCall, _host.Time.GetTimestamp());
                }
            }
        );
        peer.OnRequest(ResidentMethods.Status, Json.Empty, Json.ResidentStatus, (_, _) => Task.FromResult(Status()));
        peer.OnRequest(
            ResidentMethods.Stop,
            Json.Empty,
            Json.ResidentStatus,
            (_, _) =>
            {
                stopWhenClosed();
                return Task.FromResult(Status());
            }
        );
    }

    private ResidentStatus Status() =>
        new(
            HostEnvironment.CoreVersion.ToString(),
            Environment.ProcessId,
            _started,
            _runner.Calls,
            _runner.WarmPlugins,
            _idle.TotalSeconds
        );

    /// <summary>Ends plugins that may not run any more, and this host when nobody calls, its program was replaced or its project is
    /// gone.</summary>
    private async Task LookAfterAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick < _idle ? Tick : _idle, _host.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (!await _runner.TryDropStaleAsync(cancellationToken))
            {
                continue;
            }

            if (
                _host.Time.GetElapsedTime(Interlocked.Read(ref _lastCall)) >= _idle
                || ProgramStamp.Of(_program) != _programStamp
                || !Directory.Exists(_host.Project.Directory)
            )
            {
                await _stop.CancelAsync();
            }
        }
    }
}
