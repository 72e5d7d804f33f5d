using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;
using Speckit.Sdk.Hooks;

namespace Speckit.Sdk.Hosting;

/// <summary>One connection with a host, from <c>initialize</c> to the end of the input.</summary>
internal sealed class PluginSession(PluginHandlers handlers, TextWriter log)
{
    private const int Interrupted = 130;

    private PluginContext? _context;

    public async Task<int> RunAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        var options = new JsonRpcPeerOptions
        {
            DedicatedReaderThread = true,
            ExposeExceptionMessages = true,
            HandlerFailed = (method, exception) => log.WriteLine($"{method}: {exception}"),
        };
        await using var peer = new JsonRpcPeer(input, output, options);
        Register(peer);
        peer.Start();
        try
        {
            await peer.Completion.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (Exception e) when (e is ProtocolException or IOException)
        {
            await log.WriteLineAsync($"The connection with the host broke: {e.Message}");
            return 1;
        }

        return _context is null ? await PluginIntroduction.WriteAsync(handlers, log) : 0;
    }

    private void Register(JsonRpcPeer peer)
    {
        var json = ProtocolJsonContext.Default;
        var connection = new HostConnection(peer);
        peer.OnRequest(
            Methods.Initialize,
            json.InitializeParams,
            json.InitializeResult,
            (start, _) => Task.FromResult(Initialize(connection, start))
        );
        peer.OnRequest(
            Methods.Configure,
            json.ConfigureParams,
            json.Empty,
            (parameters, _) =>
            {
                Context.Configure(parameters.Config);
                return Task.FromResult(Empty.Instance);
            }
        );
        peer.OnRequest(Methods.Activate, json.Empty, json.Empty, (_, ct) => RunAllAsync(handlers.Activate, ct));
        peer.OnRequest(Methods.Deactivate, json.Empty, json.Empty, (_, ct) => RunAllAsync(handlers.Deactivate, ct));

        // Nothing to do yet: the host closes the input when it has the answer.
        peer.OnRequest(Methods.Shutdown, json.Empty, json.Empty, (_, _) => Task.FromResult(Empty.Instance));
        peer.OnRequest(Methods.CommandRun, json.CommandRunParams, json.CommandRunResult, RunCommandAsync);
        peer.OnRequest(Methods.HookInvoke, json.HookInvokeParams, json.Empty, InvokeHookAsync);
        peer.OnRequest(Methods.MigrateConfig, json.MigrateConfigParams, json.MigrateConfigResult, MigrateConfigAsync);
        peer.OnRequest(Methods.MigrateData, json.MigrateDataParams, json.Empty, MigrateDataAsync);
    }

    private PluginContext Context =>
        _context ?? throw new RpcErrorException(RpcErrorCodes.WrongState, "The plugin is not initialized yet.");

    private InitializeResult Initialize(HostConnection connection, InitializeParams start)
    {
        var version = SdkVersion();
        if (start.Protocol != ProtocolVersion.Current)
        {
            throw new RpcErrorException(
                RpcErrorCodes.ProtocolMismatch,
                FormattableString.Invariant(
                    $"{start.Host.Name} {start.Host.Version} speaks protocol {start.Protocol}, this plugin (Speckit.Sdk {version}) speaks protocol {ProtocolVersion.Current}. Update whichever is older."
                )
            );
        }

        if (Interlocked.CompareExchange(ref _context, new PluginContext(connection, start), null) is not null)
        {
            throw new RpcErrorException(RpcErrorCodes.WrongState, "The plugin is initialized already.");
        }

        return new InitializeResult(ProtocolVersion.Current, new SdkInfo("csharp", version), handlers.Ids);
    }

    private async Task<Empty> RunAllAsync(
        IEnumerable<Func<PluginContext, CancellationToken, Task>> actions,
        CancellationToken cancellationToken
    )
    {
        foreach (var action in actions)
        {
            await GuardAsync(() => action(Context, cancellationToken));
        }

        return Empty.Instance;
    }

    private async Task<MigrateConfigResult> MigrateConfigAsync(MigrateConfigParams call, CancellationToken _)
    {
        var migrated = new JsonObject();
        await GuardAsync(() =>
        {
            migrated = FindMigration(call.From, call.To).MigrateConfig(JsonObject.Create(call.Config) ?? []);
            return Task.CompletedTask;
        });
        using var document = JsonDocument.Parse(migrated.ToJsonString());
        return new MigrateConfigResult(document.RootElement.Clone());
    }

    private async Task<Empty> MigrateDataAsync(MigrateDataParams call, CancellationToken cancellationToken)
    {
        await GuardAsync(() =>
            FindMigration(call.From, call.To).MigrateDataAsync(Context.DataDirectory, cancellationToken)
        );
        return Empty.Instance;
    }

    private Migration FindMigration(string from, string to) =>
        handlers.Migrations.TryGetValue((from, to), out var create)
            ? create()
            : throw new RpcErrorException(
                RpcErrorCodes.InvalidParams,
                $"The plugin has no migration from {from} to {to}: add it with AddMigration."
            );

    private async Task<CommandRunResult> RunCommandAsync(CommandRunParams call, CancellationToken cancellationToken)
    {
        var context = Context;
        if (!handlers.Commands.TryGetValue(call.Name, out var model))
        {
            var suggestion = Binding.DidYouMean.Suggest(call.Name, handlers.Commands.Keys);
            throw new RpcErrorException(
                RpcErrorCodes.InvalidParams,
                $"The plugin has no command '{call.Name}'.{suggestion}"
            );
        }

        var result = CommandResult.Done;
        await GuardAsync(async () => result = await model.Bind(call).RunAsync(context, cancellationToken));
        return new CommandRunResult(result.Result, result.ExitCode);
    }

    private async Task<Empty> InvokeHookAsync(HookInvokeParams call, CancellationToken cancellationToken)
    {
        var context = Context;
        var hooks = handlers.Hooks.Where(hook =>
            EventPattern.Matches(hook.Pattern, call.Event.Type) && (call.Handler is null || call.Handler == hook.Member)
        );
        foreach (var hook in hooks)
        {
            await GuardAsync(() => hook.Create().HandleAsync(call.Event, context, cancellationToken));
        }

        return Empty.Instance;
    }

    /// <summary>Gives the host the code that belongs to an expected failure.</summary>
    private static async Task GuardAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (UsageException e)
        {
            throw new RpcErrorException(RpcErrorCodes.InvalidParams, e.Message);
        }
        catch (CapabilityDeniedException e) when (e.InnerException is RpcErrorException refusal)
        {
            throw new RpcErrorException(refusal.Code, refusal.Message, refusal.ErrorData);
        }
    }

    private static string SdkVersion() =>
        typeof(PluginSession).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";
}
