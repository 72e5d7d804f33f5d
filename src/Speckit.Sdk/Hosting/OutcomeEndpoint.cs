using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk.Hosting;

/// <summary>Answers <c>outcome/validate</c>, <c>outcome/defaultStack</c> and <c>outcome/acceptance</c>.</summary>
internal sealed class OutcomeEndpoint(PluginHandlers handlers)
{
    public void Register(SessionRouter router)
    {
        var json = ProtocolJsonContext.Default;
        router.Serve(
            Methods.OutcomeValidate,
            json.OutcomeParams,
            json.OutcomeValidation,
            async (call, context, ct) =>
                new OutcomeValidation(await Find(call).ValidateAsync(Document(call), context, ct))
        );
        router.Serve(
            Methods.OutcomeDefaultStack,
            json.OutcomeParams,
            json.OutcomeDefaultStack,
            async (call, context, ct) =>
                new OutcomeDefaultStack(await Find(call).GetDefaultStackAsync(Document(call), context, ct))
        );
        router.Serve(
            Methods.OutcomeAcceptance,
            json.OutcomeParams,
            json.OutcomeAcceptance,
            async (call, context, ct) =>
            {
                var criteria = await Find(call).GenerateAcceptanceCriteriaAsync(Document(call), context, ct);
                return new OutcomeAcceptance(JsonBinding.ToElement(criteria));
            }
        );
    }

    private OutcomeType Find(OutcomeParams call) => handlers.Outcomes.Find(call.Type);

    private static OSpecDocument Document(OutcomeParams call) =>
        new(JsonBinding.ObjectOrNothing(call.Document, "document"));
}
