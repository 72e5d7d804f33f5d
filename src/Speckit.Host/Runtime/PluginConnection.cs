using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using Speckit.Host.Configuration;
using Speckit.Host.Sandbox;
using Speckit.Host.Services;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol;

namespace Speckit.Host.Runtime;

/// <summary>Calls to a plugin's process, each bounded in time. What goes wrong is told in words that hold no secret.</summary>
internal sealed class PluginConnection : IAsyncDisposable
{
    /// <summary>A call that does not heed its cancellation for so long is left behind.</summary>
    private static readonly TimeSpan EndOfCalls = TimeSpan.FromSeconds(10);

    /// <summary>What a process said before its end is read for so long.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _lifetime = new();
    private readonly string _plugin;
    private readonly Process _process;
    private readonly SandboxSession _sandbox;
    private readonly SecretMask _secrets;
    private readonly JsonRpcPeer _peer;
    private readonly StandardErrorTail _errors;
    private readonly ServiceDispatcher _dispatcher;
    private readonly TimeSpan _grace;
    private Diagnostic? _cutOff;

    internal PluginConnection(
        string plugin,
        SandboxedProcess process,
        ServiceDispatcher dispatcher,
        SecretMask secrets,
        TimeSpan grace
    )
    {
        _sandbox = process.Session;
        _plugin = plugin;
        _process = process.Process;
        _secrets = secrets;
        _dispatcher = dispatcher;
        _grace = grace;
        _errors = new StandardErrorTail(process.Errors);
        _peer = new JsonRpcPeer(process.Output, process.Process.StandardInput.BaseStream);
        _peer.OnRequest(dispatcher.DispatchAsync);
        dispatcher.OnFlood(CutOff);
        _peer.Start();
        _ = FollowAsync(process.Process);
    }

    /// <summary>Whether the plugin still listens.</summary>
    internal bool IsOpen => !_peer.Completion.IsCompleted;

    /// <summary>Asks the plugin, and waits for its answer.</summary>
    internal async Task<Result<TResult>> CallAsync<TParams, TResult>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> parametersType,
        JsonTypeInfo<TResult> resultType,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
        where TResult : notnull
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            // Null is JSON, and no answer to anything that the host asks.
            var answer = await _peer.RequestAsync(method, parameters, parametersType, resultType, limit.Token);
            return answer is null
                ? HostDiagnostics.PluginFailed.Error($"{_plugin} answered {method} with nothing", "tell its author")
                : answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HostDiagnostics.TimedOut.Error(
                $"{_plugin} did not answer {method} within {timeout.TotalSeconds:0.#} s and was ended",
                "give it less to do, or tell its author"
            );
        }
        catch (MessageTooLargeException e)
        {
            return HostDiagnostics.CommandUsage.Error($"{_plugin} cannot be given that much: {e.Message}");
        }
        catch (RpcErrorException e)
        {
            return Masked(PluginErrors.FromAnswer(_plugin, method, e));
        }
        catch (Exception e) when (e is ProtocolException or IOException or ObjectDisposedException)
        {
            var lastWords = await _errors.ReadAsync(_grace, _secrets);
            var exitCode = PluginErrors.BreachIn(e) is null ? await ExitCodeAsync() : null;
            return Volatile.Read(ref _cutOff)
                ?? Masked(
                    _sandbox.FindExceededLimit(lastWords) is { } exceeded
                        ? PluginErrors.FromLimit(_plugin, method, exceeded, lastWords)
                        : PluginErrors.FromEnd(_plugin, method, e, exitCode, lastWords)
                );
        }
    }

    /// <summary>Ends the conversation. What the plugin had asked for is cancelled, and its end is in the audit log when this returns.</summary>
    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        await _peer.DisposeAsync();
        _ = await Task.WhenAny(_dispatcher.WhenIdleAsync(), Task.Delay(EndOfCalls));
        _dispatcher.Dispose();
        _lifetime.Dispose();
    }

    /// <summary>A process that has ended says nothing more, even when somebody else still holds its pipes open.</summary>
    private async Task FollowAsync(Process process)
    {
        try
        {
            await process.WaitForExitAsync(_lifetime.Token);
            _ = await Task.WhenAny(_peer.Completion, Task.Delay(LastWords, _lifetime.Token));
            await _peer.DisposeAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            // The conversation was ended first.
        }
    }

    /// <summary>Ends the conversation for a reason that every call under way is answered with.</summary>
    private void CutOff(Diagnostic reason)
    {
        if (Interlocked.CompareExchange(ref _cutOff, reason, null) is null)
        {
            _ = _peer.DisposeAsync().AsTask();
        }
    }

    /// <summary>How the process ended; null for one that did not, or was let go of.</summary>
    private async Task<int?> ExitCodeAsync()
    {
        try
        {
            await _process.WaitForExitAsync(_lifetime.Token).WaitAsync(_grace);
            return _process.ExitCode;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException or InvalidOperationException)
        {
            return null;
        }
    }

    private Diagnostic Masked(Diagnostic diagnostic) =>
        diagnostic with
        {
            Message = _secrets.Apply(diagnostic.Message),
        };
}
