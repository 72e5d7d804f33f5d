using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Speckit.Host.Configuration;
using Speckit.Host.Grants;
using Speckit.Host.Sandbox;
using Speckit.Host.Services.Subscriptions;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Runtime;

/// <summary>A plugin's running process. Disposing ends it and everything it started.</summary>
public sealed class PluginProcess : IAsyncDisposable
{
    private static readonly ProtocolJsonContext Json = ProtocolJsonContext.Default;
    private readonly GrantedPlugin _granted;
    private readonly SandboxedProcess _process;
    private readonly PluginConnection _connection;
    private readonly EventSubscriptions _subscriptions;
    private readonly SecretMask _secrets;
    private readonly RuntimeLimits _limits;
    private ImmutableArray<string> _expected = [];
    private InitializeResult _hello = new(0, new SdkInfo("", ""), []);
    private bool _isReady;

    internal PluginProcess(
        GrantedPlugin granted,
        SandboxedProcess process,
        PluginConnection connection,
        EventSubscriptions subscriptions,
        SecretMask secrets,
        RuntimeLimits limits
    )
    {
        _subscriptions = subscriptions;
        _secrets = secrets;
        _granted = granted;
        _process = process;
        _connection = connection;
        _limits = limits;
    }

    internal string Name => _granted.Plugin.Name.ToString();

    /// <summary>Whether it still listens.</summary>
    internal bool IsOpen => _connection.IsOpen;

    /// <summary>Whether it subscribed to an event.</summary>
    internal bool Wants(EventEnvelope envelope) => _isReady && _subscriptions.Match(envelope.Type);

    /// <summary>Runs a command. Its result shows no secret.</summary>
    /// <param name="parameters">Its name, arguments and options.</param>
    /// <param name="cancellationToken">Tells the plugin to stop.</param>
    public async Task<Result<CommandRunResult>> RunCommandAsync(
        CommandRunParams parameters,
        CancellationToken cancellationToken
    )
    {
        var ran = await CallAsync(
            Methods.CommandRun,
            parameters,
            Json.CommandRunParams,
            Json.CommandRunResult,
            _limits.Call,
            cancellationToken
        );
        return ran.TryGet(out var done) && done.Result is { } shown
            ? done with
            {
                Result = _secrets.Apply(shown),
            }
            : ran;
    }

    /// <summary>Tells a hook of an event.</summary>
    /// <param name="parameters">The event and the hook.</param>
    /// <param name="timeout">How long it may take, or null for the usual limit.</param>
    /// <param name="cancellationToken">Tells the plugin to stop.</param>
    public Task<Result<Empty>> InvokeHookAsync(
        HookInvokeParams parameters,
        TimeSpan? timeout,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            Methods.HookInvoke,
            parameters,
            Json.HookInvokeParams,
            Json.Empty,
            timeout is { } own && own < _limits.Call ? own : _limits.Call,
            cancellationToken
        );

    /// <summary>Turns a configuration of one version into one of another.</summary>
    internal Task<Result<MigrateConfigResult>> MigrateConfigAsync(
        string from,
        string to,
        JsonElement config,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            Methods.MigrateConfig,
            new MigrateConfigParams(from, to, config),
            Json.MigrateConfigParams,
            Json.MigrateConfigResult,
            _limits.Call,
            cancellationToken
        );

    /// <summary>Turns the plugin's own data into the form of another version.</summary>
    internal Task<Result<Empty>> MigrateDataAsync(string from, string to, CancellationToken cancellationToken) =>
        CallAsync(
            Methods.MigrateData,
            new MigrateDataParams(from, to),
            Json.MigrateDataParams,
            Json.Empty,
            _limits.Call,
            cancellationToken
        );

    /// <summary>Exchanges data with another tool. What it tells shows no secret.</summary>
    internal async Task<Result<IntegrationSyncResult>> SyncAsync(
        IntegrationSyncParams parameters,
        CancellationToken cancellationToken
    )
    {
        var synced = await CallAsync(
            Methods.IntegrationSync,
            parameters,
            Json.IntegrationSyncParams,
            Json.IntegrationSyncResult,
            _limits.Call,
            cancellationToken
        );
        return synced.TryGet(out var done) && done.Message is { } shown
            ? done with
            {
                Message = _secrets.Apply(shown),
            }
            : synced;
    }

    /// <summary>An error that names the handlers that the manifest names and the plugin does not have, or null.</summary>
    internal Diagnostic? FindMissingHandlers()
    {
        var missing = _expected.Except(_hello.Handlers, StringComparer.Ordinal).ToList();
        if (missing.Count == 0)
        {
            return null;
        }

        var reasons = (_hello.Problems ?? []).Where(p => missing.Contains(p.Handler)).Select(p => p.Message).Distinct();
        var why = string.Join(" ", reasons.DefaultIfEmpty($"It has: {string.Join(", ", _hello.Handlers)}."));
        return HostDiagnostics.HandlerMissing.Error(
            $"{Name} has no handler for {string.Join(", ", missing)}, which its manifest names. {_secrets.Apply(why)}",
            "tell its author: the manifest and the code do not agree"
        );
    }

    /// <summary>initialize, configure, activate. A plugin that fails here is ended.</summary>
    internal async Task<Result<PluginProcess>> ShakeHandsAsync(
        InitializeParams hello,
        JsonObject configuration,
        CancellationToken cancellationToken
    )
    {
        _expected = [.. (hello.Entrypoints ?? []).Select(e => e.Handler)];
        var shaken = await Handshake.PerformAsync(_connection, hello, configuration, _limits.Start, cancellationToken);
        if (shaken.TryGet(out var answer))
        {
            _hello = answer;
            _isReady = true;
            return this;
        }

        await DisposeAsync();
        return shaken.Propagate<PluginProcess>();
    }

    /// <summary>deactivate and shutdown for a plugin that listens; then the end of its input, SIGTERM and SIGKILL, each after a
    /// grace (protocol, second paragraph).</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isReady && _connection.IsOpen)
        {
            await SayGoodbyeAsync();
        }

        await _connection.DisposeAsync();
        CloseInput();
        if (!await HasEndedAsync())
        {
            _process.Terminate();
            _ = await HasEndedAsync();
        }

        // Whatever it started goes with it, also when the plugin itself ended in good order.
        await _process.DisposeAsync();
    }

    private Task<Result<TResult>> CallAsync<TParams, TResult>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> parametersType,
        JsonTypeInfo<TResult> resultType,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
        where TResult : notnull =>
        _connection.CallAsync(method, parameters, parametersType, resultType, timeout, cancellationToken);

    private async Task SayGoodbyeAsync()
    {
        _ = await CallAsync(Methods.Deactivate, Empty.Instance, Json.Empty, Json.Empty, _limits.Grace, default);
        _ = await CallAsync(Methods.Shutdown, Empty.Instance, Json.Empty, Json.Empty, _limits.Grace, default);
    }

    private void CloseInput()
    {
        try
        {
            _process.Process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended first: there is nobody to tell.
        }
    }

    private async Task<bool> HasEndedAsync()
    {
        using var limit = new CancellationTokenSource(_limits.Grace);
        try
        {
            await _process.Process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
