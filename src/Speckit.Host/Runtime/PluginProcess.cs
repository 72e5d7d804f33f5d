using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Speckit.Host.Grants;
using Speckit.Host.Sandbox;
using Speckit.Host.Services;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Runtime;

/// <summary>A plugin's running process. Disposing ends it and everything it started.</summary>
public sealed class PluginProcess : IAsyncDisposable
{
    private static readonly ProtocolJsonContext Json = ProtocolJsonContext.Default;
    private readonly GrantedPlugin _granted;
    private readonly JsonRpcPeer _peer;
    private readonly StandardErrorTail _errors;
    private readonly RuntimeLimits _limits;
    private readonly SandboxedProcess _process;
    private ImmutableArray<string> _handlers = [];
    private bool _isReady;

    internal PluginProcess(
        GrantedPlugin granted,
        SandboxedProcess process,
        ServiceDispatcher dispatcher,
        RuntimeLimits limits
    )
    {
        _granted = granted;
        _process = process;
        _limits = limits;
        _errors = new StandardErrorTail(process.Errors);
        _peer = new JsonRpcPeer(process.Output, process.Process.StandardInput.BaseStream);
        _peer.OnRequest(dispatcher.DispatchAsync);
        _peer.Start();
    }

    private string Name => _granted.Plugin.Name.ToString();

    /// <summary>Runs a command.</summary>
    /// <param name="parameters">Its name, arguments and options.</param>
    /// <param name="cancellationToken">Tells the plugin to stop.</param>
    public Task<Result<CommandRunResult>> RunCommandAsync(
        CommandRunParams parameters,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            Methods.CommandRun,
            parameters,
            Json.CommandRunParams,
            Json.CommandRunResult,
            _limits.Call,
            cancellationToken
        );

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

    /// <summary>An error that names the first of those handlers that the plugin does not have, or null.</summary>
    internal Diagnostic? FindMissingHandler(IEnumerable<string> expected) =>
        expected.FirstOrDefault(h => !_handlers.Contains(h)) is { } missing
            ? HostDiagnostics.HandlerMissing.Error(
                $"{Name} has no handler for {missing}, which its manifest names (it has: {string.Join(", ", _handlers)})",
                "tell its author: the manifest and the code do not agree"
            )
            : null;

    /// <summary>initialize, configure, activate. A plugin that fails here is ended.</summary>
    internal async Task<Result<PluginProcess>> ShakeHandsAsync(
        HostEnvironment host,
        JsonObject configuration,
        CancellationToken cancellationToken
    )
    {
        var failure = await TryShakeHandsAsync(host, configuration, cancellationToken);
        if (failure is null)
        {
            _isReady = true;
            return this;
        }

        await DisposeAsync();
        return failure;
    }

    /// <summary>deactivate and shutdown for a plugin that listens; then the end of its input, SIGTERM and SIGKILL, each after a
    /// grace (protocol, second paragraph).</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isReady && !_peer.Completion.IsCompleted)
        {
            await SayGoodbyeAsync();
        }

        await _peer.DisposeAsync();
        CloseInput();
        if (!await HasEndedAsync())
        {
            _process.Terminate();
            _ = await HasEndedAsync();
        }

        // Whatever it started goes with it, also when the plugin itself ended in good order.
        await _process.DisposeAsync();
    }

    private async Task<Diagnostic?> TryShakeHandsAsync(
        HostEnvironment host,
        JsonObject configuration,
        CancellationToken cancellationToken
    )
    {
        var initialized = await CallAsync(
            Methods.Initialize,
            InitializeParams(host),
            Json.InitializeParams,
            Json.InitializeResult,
            _limits.Start,
            cancellationToken
        );
        if (!initialized.TryGet(out var hello))
        {
            return initialized.Diagnostics[0];
        }

        if (hello.Protocol != ProtocolVersion.Current)
        {
            return HostDiagnostics.ProtocolMismatch.Error(
                $"{Name} speaks protocol {hello.Protocol} (SDK {hello.Sdk.Language} {hello.Sdk.Version}), this host speaks {ProtocolVersion.Current}",
                "update the plugin, or Speckit"
            );
        }

        _handlers = [.. hello.Handlers];
        using var document = JsonDocument.Parse(configuration.ToJsonString());
        var configured = await CallAsync(
            Methods.Configure,
            new ConfigureParams(document.RootElement.Clone()),
            Json.ConfigureParams,
            Json.Empty,
            _limits.Start,
            cancellationToken
        );
        if (!configured.Succeeded)
        {
            return configured.Diagnostics[0];
        }

        var activated = await CallAsync(
            Methods.Activate,
            Empty.Instance,
            Json.Empty,
            Json.Empty,
            _limits.Start,
            cancellationToken
        );
        return activated.Succeeded ? null : activated.Diagnostics[0];
    }

    private InitializeParams InitializeParams(HostEnvironment host) =>
        new(
            ProtocolVersion.Current,
            new ProductInfo("speckit", HostEnvironment.CoreVersion.ToString()),
            new ProductInfo(Name, _granted.Plugin.Version),
            new ProjectInfo(host.Project.Root, host.Project.Name),
            _granted.DataDirectory,
            _granted.Capabilities
        );

    private async Task<Result<TResult>> CallAsync<TParams, TResult>(
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
            return await _peer.RequestAsync(method, parameters, parametersType, resultType, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HostDiagnostics.TimedOut.Error(
                $"{Name} did not answer {method} within {timeout.TotalSeconds:0.#} s and was ended",
                "give it less to do, or tell its author"
            );
        }
        catch (MessageTooLargeException e)
        {
            return HostDiagnostics.CommandUsage.Error($"{Name} cannot be given that much: {e.Message}");
        }
        catch (RpcErrorException e)
        {
            return PluginErrors.FromAnswer(Name, method, e);
        }
        catch (Exception e) when (e is ProtocolException or IOException or ObjectDisposedException)
        {
            var words = await _errors.ReadAsync(_limits.Grace);
            return _process.Session.FindExceededLimit(words) is { } exceeded
                ? PluginErrors.FromLimit(Name, method, exceeded, words)
                : PluginErrors.FromEnd(Name, method, e, words);
        }
    }

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
