using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk.Hosting;

/// <summary>Answers <c>stack/isCompatible</c>, <c>stack/configuration</c> and <c>stack/scaffold</c>.</summary>
internal sealed class StackEndpoint(PluginHandlers handlers)
{
    public void Register(SessionRouter router)
    {
        var json = ProtocolJsonContext.Default;
        router.Serve(
            Methods.StackIsCompatible,
            json.StackParams,
            json.StackCompatibility,
            (call, context, ct) => Find(call).IsCompatibleAsync(new StackRequest(call.Context), context, ct)
        );
        router.Serve(
            Methods.StackConfiguration,
            json.StackParams,
            json.StackConfiguration,
            async (call, context, ct) =>
            {
                var configuration = await Find(call).GetConfigurationAsync(new StackRequest(call.Context), context, ct);
                return new StackConfiguration(JsonBinding.ToElement(configuration));
            }
        );
        router.Serve(
            Methods.StackScaffold,
            json.StackParams,
            json.StackScaffold,
            (call, context, ct) => Find(call).ScaffoldAsync(new StackRequest(call.Context), context, ct)
        );
    }

    private StackTemplate Find(StackParams call) => handlers.Stacks.Find(call.Name);
}
