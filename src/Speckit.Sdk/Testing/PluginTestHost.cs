using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk.Testing;

/// <summary>
/// A host in memory to test a plugin with (JP design §12.3): it speaks the real protocol, checks capabilities, and keeps
/// what the plugin did. Set it up, start a plugin, call it, look at what happened.
/// </summary>
public sealed class PluginTestHost : TestHost, IAsyncDisposable
{
    private JsonRpcPeer? _peer;
    private Pipe? _toPlugin;
    private SandboxedPlugin? _sandboxed;
    private Task<int> _plugin = Task.FromResult(0);

    /// <summary>The ids of what the plugin handles, once it is started.</summary>
    public IReadOnlyList<string> Handlers { get; private set; } = [];

    /// <summary>
    /// Starts a plugin in this process, initialized, configured and activated. Under <c>specify plugin test --sandbox</c> the built
    /// plugin is started instead, as a process in its sandbox.
    /// </summary>
    public Task StartAsync(PluginHostBuilder plugin, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        _sandboxed = SandboxedPlugin.Start(System.Environment.GetEnvironmentVariable);
        if (_sandboxed is not null)
        {
            return ConnectAsync(_sandboxed.Output, _sandboxed.Input, cancellationToken);
        }

        var fromPlugin = new Pipe();
        _toPlugin = new Pipe();
        _plugin = ServeAsync(plugin, _toPlugin.Reader.AsStream(), fromPlugin.Writer.AsStream());
        return ConnectAsync(fromPlugin.Reader.AsStream(), _toPlugin.Writer.AsStream(), cancellationToken);
    }

    /// <summary>Connects with a plugin process, and initializes, configures and activates the plugin.</summary>
    /// <param name="pluginOutput">The plugin's standard output.</param>
    /// <param name="pluginInput">The plugin's standard input.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task ConnectAsync(
        Stream pluginOutput,
        Stream pluginInput,
        CancellationToken cancellationToken = default
    )
    {
        _peer = new JsonRpcPeer(pluginOutput, pluginInput);
        Services.Register(_peer);
        _peer.Start();
        var json = ProtocolJsonContext.Default;
        var started = await CallAsync(
            Methods.Initialize,
            Start(),
            json.InitializeParams,
            json.InitializeResult,
            cancellationToken
        );
        Handlers = started.Handlers;
        await ConfigureAsync(cancellationToken);
        await CallAsync(Methods.Activate, Empty.Instance, json.Empty, json.Empty, cancellationToken);
    }

    /// <summary>Gives the plugin <see cref="TestHost.Config"/> as it is now.</summary>
    public Task ConfigureAsync(CancellationToken cancellationToken = default) =>
        CallAsync(
            Methods.Configure,
            new ConfigureParams(ConfigElement),
            ProtocolJsonContext.Default.ConfigureParams,
            ProtocolJsonContext.Default.Empty,
            cancellationToken
        );

    /// <summary>Runs a command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="options">Its options by name without dashes: strings, booleans, arrays of strings.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    /// <exception cref="RpcErrorException">The plugin answered with an error.</exception>
    public Task<CommandRunResult> RunCommandAsync(
        string name,
        IReadOnlyList<string>? arguments = null,
        JsonObject? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var values = (options ?? []).ToDictionary(
            option => option.Key,
            option => JsonSerializer.SerializeToElement(option.Value!, TestJsonContext.Default.JsonNode),
            StringComparer.Ordinal
        );
        return CallAsync(
            Methods.CommandRun,
            new CommandRunParams(name, arguments ?? [], values),
            ProtocolJsonContext.Default.CommandRunParams,
            ProtocolJsonContext.Default.CommandRunResult,
            cancellationToken
        );
    }

    /// <summary>Delivers an event to the plugin's hooks and subscriptions, or to the one hook that is named.</summary>
    /// <exception cref="RpcErrorException">A hook failed.</exception>
    public Task SendEventAsync(
        EventEnvelope envelope,
        string? handler = null,
        CancellationToken cancellationToken = default
    ) =>
        CallAsync(
            Methods.HookInvoke,
            new HookInvokeParams(envelope, handler),
            ProtocolJsonContext.Default.HookInvokeParams,
            ProtocolJsonContext.Default.Empty,
            cancellationToken
        );

    /// <summary>Runs the plugin's part in a workflow phase.</summary>
    /// <param name="moment"><c>before</c>, <c>after</c> or <c>replace</c>.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="feature">The feature that is worked on.</param>
    /// <param name="context">What the workflow knows beside that.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="RpcErrorException">The plugin answered with an error, which blocks the phase.</exception>
    public Task<PhaseResult> RunPhaseAsync(
        string moment,
        string phase,
        string? feature = null,
        JsonObject? context = null,
        CancellationToken cancellationToken = default
    ) =>
        CallAsync(
            $"phase/{moment}",
            new PhaseParams(phase, feature, context is null ? null : JsonBinding.ToElement(context)),
            ProtocolJsonContext.Default.PhaseParams,
            ProtocolJsonContext.Default.PhaseResult,
            cancellationToken
        );

    /// <summary>Calls any method of the plugin, with the types of <see cref="ProtocolJsonContext"/>.</summary>
    /// <exception cref="RpcErrorException">The plugin answered with an error.</exception>
    public Task<TResult> CallAsync<TParams, TResult>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> parameterType,
        JsonTypeInfo<TResult> resultType,
        CancellationToken cancellationToken = default
    ) => Peer.RequestAsync(method, parameters, parameterType, resultType, cancellationToken);

    /// <summary>Deactivates the plugin, ends its input, and gives the exit code of a plugin started with <see cref="StartAsync"/>.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken = default)
    {
        var json = ProtocolJsonContext.Default;
        await CallAsync(Methods.Deactivate, Empty.Instance, json.Empty, json.Empty, cancellationToken);
        await CallAsync(Methods.Shutdown, Empty.Instance, json.Empty, json.Empty, cancellationToken);
        return await EndAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(CancellationToken.None);
        if (_peer is not null)
        {
            await _peer.DisposeAsync();
        }
    }

    private JsonRpcPeer Peer =>
        _peer ?? throw new InvalidOperationException("No plugin is connected: call StartAsync first.");

    private async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        if (_toPlugin is not null)
        {
            await _toPlugin.Writer.CompleteAsync();
        }

        if (_sandboxed is { } process)
        {
            _plugin = process.StopAsync(cancellationToken);
            await _plugin;
            _sandboxed = null;
            process.Dispose();
        }

        return await _plugin;
    }

    private static async Task<int> ServeAsync(PluginHostBuilder plugin, Stream input, Stream output)
    {
        await using (output)
        {
            return await plugin.ServeAsync(input, output, TextWriter.Null, CancellationToken.None);
        }
    }
}
