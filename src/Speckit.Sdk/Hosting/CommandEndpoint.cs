using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Binding;

namespace Speckit.Sdk.Hosting;

/// <summary>Answers <c>command/run</c>.</summary>
internal sealed class CommandEndpoint(PluginHandlers handlers)
{
    public void Register(SessionRouter router)
    {
        var json = ProtocolJsonContext.Default;
        router.Serve(Methods.CommandRun, json.CommandRunParams, json.CommandRunResult, RunAsync);
    }

    private async Task<CommandRunResult> RunAsync(
        CommandRunParams call,
        PluginContext context,
        CancellationToken cancellationToken
    )
    {
        if (!handlers.Commands.TryGetValue(call.Name, out var model))
        {
            var suggestion = DidYouMean.Suggest(call.Name, handlers.Commands.Keys);
            throw new RpcErrorException(
                RpcErrorCodes.InvalidParams,
                $"The plugin has no command '{call.Name}'.{suggestion}"
            );
        }

        var result = await model.Bind(call).RunAsync(context, cancellationToken);
        return new CommandRunResult(result.Result, result.ExitCode);
    }
}
