using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Hooks;

namespace Speckit.Sdk.Hosting;

/// <summary>Answers <c>hook/invoke</c>: one hook of the manifest, or every hook and subscription that an event matches.</summary>
internal sealed class HookEndpoint(PluginHandlers handlers, TextWriter log)
{
    public void Register(SessionRouter router)
    {
        var json = ProtocolJsonContext.Default;
        router.Serve(Methods.HookInvoke, json.HookInvokeParams, json.Empty, InvokeAsync);
    }

    private async Task<Empty> InvokeAsync(
        HookInvokeParams call,
        PluginContext context,
        CancellationToken cancellationToken
    )
    {
        foreach (var hook in Find(call))
        {
            await hook.Create().HandleAsync(call.Event, context, cancellationToken);
        }

        if (call.Handler is null && call.Path is null)
        {
            await TellSubscribersAsync(call.Event, context, cancellationToken);
        }

        return Empty.Instance;
    }

    /// <summary>A named hook is run whatever it matches: the manifest may know the event by another name.</summary>
    private IReadOnlyList<HookRegistration> Find(HookInvokeParams call)
    {
        if (call.Handler is null)
        {
            return [.. handlers.Hooks.Where(hook => EventPattern.Matches(hook.Pattern, call.Event.Type))];
        }

        var member = Spelled(call.Handler);
        return handlers.Hooks.FirstOrDefault(hook => Spelled(hook.Member) == member) is { } named
            ? [named]
            : throw new RpcErrorException(
                RpcErrorCodes.InvalidParams,
                $"The plugin has no hook '{call.Handler}': add it with AddHook."
            );
    }

    /// <summary>Nested types are <c>Outer+Inner</c> to .NET, and may be <c>Outer.Inner</c> in a manifest.</summary>
    private static string Spelled(string member) => member.Replace('+', '.');

    /// <summary>One subscriber's failure is no reason to keep the event from the others, nor the hooks' failure.</summary>
    private async Task TellSubscribersAsync(
        EventEnvelope envelope,
        PluginContext context,
        CancellationToken cancellationToken
    )
    {
        foreach (var subscription in context.Events.SubscribersOf(envelope.Type))
        {
            try
            {
                await subscription.Handler(envelope, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                await log.WriteLineAsync($"The subscription of '{subscription.Pattern}' failed: {e}");
            }
        }
    }
}
