using System.Runtime.ExceptionServices;
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
        if (call.Handler is not null)
        {
            await Named(call.Handler).Create().HandleAsync(call.Event, context, cancellationToken);
            return Empty.Instance;
        }

        var handlersOfEvent = Matching(call, context).ToArray();
        ExceptionDispatchInfo? failure = null;
        foreach (var handle in handlersOfEvent)
        {
            try
            {
                await handle(cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The others hear of the event all the same; the host of the first failure.
                await log.WriteLineAsync($"A handler of '{call.Event.Type}' failed: {e}");
                failure ??= ExceptionDispatchInfo.Capture(e);
            }
        }

        failure?.Throw();
        return Empty.Instance;
    }

    private IEnumerable<Func<CancellationToken, Task>> Matching(HookInvokeParams call, PluginContext context)
    {
        foreach (var hook in handlers.Hooks.Where(hook => EventPattern.Matches(hook.Pattern, call.Event.Type)))
        {
            yield return ct => hook.Create().HandleAsync(call.Event, context, ct);
        }

        // With a path it is for an entry point of the manifest that names no member; subscriptions are told by themselves.
        var subscriptions = call.Path is null ? context.Events.SubscribersOf(call.Event.Type) : [];
        foreach (var subscription in subscriptions)
        {
            yield return ct => subscription.Handler(call.Event, ct);
        }
    }

    /// <summary>A named hook is run whatever it matches: the manifest may know the event by another name.</summary>
    private HookRegistration Named(string handler)
    {
        var member = Spelled(handler);
        return handlers.Hooks.FirstOrDefault(hook => Spelled(hook.Member) == member)
            ?? throw new RpcErrorException(
                RpcErrorCodes.InvalidParams,
                $"The plugin has no hook '{handler}': add it with AddHook."
            );
    }

    /// <summary>Nested types are <c>Outer+Inner</c> to .NET, and may be <c>Outer.Inner</c> in a manifest.</summary>
    private static string Spelled(string member) => member.Replace('+', '.');
}
