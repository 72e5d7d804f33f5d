using System.Reflection;
using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk.Hosting;

/// <summary>Answers <c>initialize</c>, <c>configure</c>, <c>activate</c>, <c>deactivate</c> and <c>shutdown</c>.</summary>
internal sealed class LifecycleEndpoint(PluginHandlers handlers, SessionRouter router)
{
    private int _begun;

    public void Register(JsonRpcPeer peer)
    {
        var json = ProtocolJsonContext.Default;
        var connection = new PeerConnection(peer);
        peer.OnRequest(
            Methods.Initialize,
            json.InitializeParams,
            json.InitializeResult,
            (start, ct) => InitializeAsync(connection, start, ct)
        );
        router.Serve(
            Methods.Configure,
            json.ConfigureParams,
            json.Empty,
            (parameters, context, ct) =>
            {
                context.Configure(JsonBinding.ObjectOrNothing(parameters.Config, "config"));
                return RunAllAsync(handlers.Lifecycle.Configure, context, ct);
            }
        );
        router.Serve(
            Methods.Activate,
            json.Empty,
            json.Empty,
            (_, context, ct) => RunAllAsync(handlers.Lifecycle.Activate, context, ct)
        );
        router.Serve(
            Methods.Deactivate,
            json.Empty,
            json.Empty,
            (_, context, ct) => RunAllAsync(handlers.Lifecycle.Deactivate, context, ct)
        );

        // Nothing to do yet: the host closes the input when it has the answer.
        peer.OnRequest(Methods.Shutdown, json.Empty, json.Empty, (_, _) => Task.FromResult(Empty.Instance));
    }

    private async Task<InitializeResult> InitializeAsync(
        HostConnection connection,
        InitializeParams start,
        CancellationToken cancellationToken
    )
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

        if (Interlocked.Exchange(ref _begun, 1) != 0)
        {
            throw new RpcErrorException(RpcErrorCodes.WrongState, "The plugin is initialized already.");
        }

        var context = new PluginContext(connection, start);
        await SessionRouter.GuardAsync(() => RunAllAsync(handlers.Lifecycle.Initialize, context, cancellationToken));
        router.Begin(context);

        var problems = start.Verify ? handlers.Verify() : [];
        var ids = handlers.Ids.Except(problems.Select(problem => problem.Handler), StringComparer.Ordinal);
        return new InitializeResult(
            ProtocolVersion.Current,
            new SdkInfo("csharp", version),
            [.. ids],
            problems.Count > 0 ? problems : null
        );
    }

    private static async Task<Empty> RunAllAsync(
        IEnumerable<Func<PluginContext, CancellationToken, Task>> actions,
        PluginContext context,
        CancellationToken cancellationToken
    )
    {
        foreach (var action in actions)
        {
            await action(context, cancellationToken);
        }

        return Empty.Instance;
    }

    private static string SdkVersion() =>
        typeof(LifecycleEndpoint)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion
        ?? "unknown";
}
