using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk.Hosting;

/// <summary>Answers <c>integration/sync</c>, <c>guardrail/check</c>, <c>template/context</c> and <c>template/postProcess</c>.</summary>
internal sealed class WorkEndpoint(PluginHandlers handlers)
{
    public void Register(SessionRouter router)
    {
        var json = ProtocolJsonContext.Default;
        router.Serve(
            Methods.IntegrationSync,
            json.IntegrationSyncParams,
            json.IntegrationSyncResult,
            (call, context, ct) =>
                handlers
                    .Integrations.Find(call.Name)
                    .SyncAsync(
                        Direction(call.Direction),
                        JsonBinding.ObjectOrNothing(call.Context, "context"),
                        context,
                        ct
                    )
        );
        router.Serve(
            Methods.GuardrailCheck,
            json.GuardrailCheckParams,
            json.GuardrailCheckResult,
            (call, context, ct) =>
                handlers
                    .Guardrails.Find(call.Name)
                    .CheckAsync(new GuardrailRequest(call.Files, call.Rules), context, ct)
        );
        router.Serve(
            Methods.TemplateContext,
            json.TemplateContextParams,
            json.TemplateContextResult,
            async (call, context, ct) =>
                new TemplateContextResult(
                    JsonBinding.ToElement(await handlers.ContextProviders.Find(call.Name).GetAsync(context, ct))
                )
        );
        router.Serve(
            Methods.TemplatePostProcess,
            json.TemplatePostProcessParams,
            json.TemplatePostProcessResult,
            async (call, context, ct) =>
                new TemplatePostProcessResult(
                    await handlers.PostProcessors.Find(call.Name).ProcessAsync(call.Content, context, ct)
                )
        );
    }

    private static SyncDirection Direction(string direction) =>
        direction switch
        {
            "push" => SyncDirection.Push,
            "pull" => SyncDirection.Pull,
            "both" => SyncDirection.Both,
            _ => throw new UsageException($"The direction must be push, pull or both; '{direction}' is not."),
        };
}
