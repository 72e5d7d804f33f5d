using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk.Hosting;

/// <summary>Answers <c>phase/before</c>, <c>phase/after</c> and <c>phase/replace</c>.</summary>
internal sealed class PhaseEndpoint(PluginHandlers handlers)
{
    public void Register(SessionRouter router)
    {
        Serve(router, Methods.PhaseBefore, [PhaseMode.Before, PhaseMode.Wrap], (p, c, ct) => p.BeforeAsync(c, ct));
        Serve(router, Methods.PhaseAfter, [PhaseMode.After, PhaseMode.Wrap], (p, c, ct) => p.AfterAsync(c, ct));
        Serve(router, Methods.PhaseReplace, [PhaseMode.Replace], (p, c, ct) => p.ReplaceAsync(c, ct));
    }

    private void Serve(
        SessionRouter router,
        string method,
        PhaseMode[] modes,
        Func<WorkflowPhase, PluginContext, CancellationToken, Task<PhaseResult>> run
    )
    {
        var json = ProtocolJsonContext.Default;
        router.Serve(
            method,
            json.PhaseParams,
            json.PhaseResult,
            (call, context, ct) => RunAsync(Find(method, call, modes), phase => run(phase, context.InPhase(call), ct))
        );
    }

    /// <summary>Runs parts one after the other, up to the first that blocks.</summary>
    private static async Task<PhaseResult> RunAsync(
        IReadOnlyList<PhaseRegistration> parts,
        Func<WorkflowPhase, Task<PhaseResult>> run
    )
    {
        var last = new PhaseResult(true);
        foreach (var part in parts)
        {
            var result = await run(part.Create());
            last = result with { Message = result.Message ?? last.Message };
            if (!result.Continue)
            {
                break;
            }
        }

        return last;
    }

    private PhaseRegistration[] Find(string method, PhaseParams call, PhaseMode[] modes)
    {
        PhaseRegistration[] parts =
        [
            .. handlers.Phases.Where(part => part.Phase == call.Phase && modes.Contains(part.Mode)),
        ];
        if (call.Name is not null)
        {
            var named = parts.Where(part => part.Name == call.Name).ToArray();
            parts = named.Length > 0 ? named : [.. parts.Where(part => part.Name is null)];
        }

        return parts.Length > 0
            ? parts
            : throw new RpcErrorException(
                RpcErrorCodes.InvalidParams,
                $"The plugin has nothing for '{method}' of the phase '{call.Phase}': add it with AddPhase."
            );
    }
}
