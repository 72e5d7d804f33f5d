using System.Text.Json;
using Speckit.Host.Audit;
using Speckit.Host.Services.Limits;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Services;

/// <summary>Answers one plugin's requests: counted, checked against its grant, audited, then done.</summary>
/// <param name="table">The services.</param>
/// <param name="context">The plugin and its project.</param>
internal sealed class ServiceDispatcher(ServiceTable table, ServiceContext context) : IDisposable
{
    private const int MaxActionLength = 200;
    private readonly CallCounter _calls = new();
    private Action<Diagnostic>? _onFlood;
    private bool _isOver;

    /// <summary>Whom to tell when the plugin asks and asks for what it does not get: it has to be ended.</summary>
    internal void OnFlood(Action<Diagnostic> end) => _onFlood = end;

    /// <summary>Done when every call under way has come to its end, its audit line included.</summary>
    internal Task WhenIdleAsync() => _calls.WhenNoneAsync();

    /// <summary>Closes what the plugin's calls opened.</summary>
    public void Dispose() => context.Dispose();

    /// <summary>Answers a request.</summary>
    /// <exception cref="RpcErrorException">It is refused, unknown, or cannot be done.</exception>
    internal async Task<JsonElement?> DispatchAsync(
        string method,
        JsonElement? parameters,
        CancellationToken cancellationToken
    )
    {
        using var call = _calls.Begin();
        if (Volatile.Read(ref _isOver))
        {
            throw new RpcErrorException(RpcErrorCodes.LimitReached, "the plugin is being ended");
        }

        var service = table.Find(method);
        try
        {
            return await AnswerAsync(method, service, parameters, cancellationToken);
        }
        catch (Exception e)
        {
            await AuditEndAsync(method, service, parameters, e);
            if (e is RpcErrorException refusal && IsRefusal(refusal))
            {
                CountRefusal(refusal);
            }

            if (e is IOException or UnauthorizedAccessException)
            {
                throw new RpcErrorException(RpcErrorCodes.InternalError, $"{method}: {e.Message}");
            }

            throw;
        }
    }

    private async Task<JsonElement?> AnswerAsync(
        string method,
        Service? service,
        JsonElement? parameters,
        CancellationToken cancellationToken
    )
    {
        context.Meter.Count(RunLimit.Calls);
        if (service is null)
        {
            throw new RpcErrorException(RpcErrorCodes.MethodNotFound, $"the host has no method '{method}'");
        }

        if (service.Capability is { } capability)
        {
            await CheckAsync(service, capability, parameters, cancellationToken);
        }

        var answer = await service.InvokeAsync(context, parameters, cancellationToken);
        if (service.AuditsOutcome)
        {
            await AuditAsync(service.Method, service, parameters, AuditOutcome.Done, answer.Outcome);
        }

        return answer.Result;
    }

    private async Task CheckAsync(
        Service service,
        string capability,
        JsonElement? parameters,
        CancellationToken cancellationToken
    )
    {
        context.Meter.Count(RunLimit.AuditedCalls);
        var allowed = context.Granted.Capabilities.Contains(capability);
        var record = new AuditRecord(
            service.Method,
            context.PluginName,
            allowed ? AuditOutcome.Allowed : AuditOutcome.Refused,
            allowed ? service.TargetOf(parameters) : TargetOf(service, parameters),
            capability
        );
        await context.Host.Audit.AppendAsync(record, cancellationToken);
        if (!allowed)
        {
            throw Denied(service, capability);
        }
    }

    /// <summary>A call that was let in and not done has a line that says so, whether or not somebody still waits for the answer. So has every
    /// refusal: there are not many before the plugin is ended. A call that needs no capability and only failed harmed nobody.</summary>
    private async Task AuditEndAsync(string method, Service? service, JsonElement? parameters, Exception end)
    {
        var refusal = end as RpcErrorException;
        if (refusal?.Code == RpcErrorCodes.CapabilityDenied)
        {
            // Written down when it was checked.
            return;
        }

        var isRefused = refusal is not null && IsRefusal(refusal);
        if (isRefused || service?.Capability is not null)
        {
            var why = end is OperationCanceledException ? "cancelled" : end.Message;
            var action = method.Length > MaxActionLength ? method[..MaxActionLength] : method;
            await AuditAsync(action, service, parameters, isRefused ? AuditOutcome.Refused : AuditOutcome.Failed, why);
        }
    }

    private Task AuditAsync(
        string action,
        Service? service,
        JsonElement? parameters,
        AuditOutcome outcome,
        string? detail
    ) =>
        context.Host.Audit.AppendAsync(
            new AuditRecord(
                action,
                context.PluginName,
                outcome,
                service is null ? null : TargetOf(service, parameters),
                service?.Capability,
                detail
            ),
            CancellationToken.None
        );

    /// <summary>A refusal is audited whether or not the rest of the call makes sense.</summary>
    private static string? TargetOf(Service service, JsonElement? parameters)
    {
        try
        {
            return service.TargetOf(parameters);
        }
        catch (RpcErrorException)
        {
            return null;
        }
    }

    private static bool IsRefusal(RpcErrorException e) =>
        e.Code
            is RpcErrorCodes.CapabilityDenied
                or RpcErrorCodes.Refused
                or RpcErrorCodes.LimitReached
                or RpcErrorCodes.MethodNotFound;

    /// <summary>A plugin that does not take no for an answer is ended.</summary>
    private void CountRefusal(RpcErrorException refusal)
    {
        try
        {
            context.Meter.Count(RunLimit.Refusals);
        }
        catch (RpcErrorException)
        {
            Volatile.Write(ref _isOver, true);
            _onFlood?.Invoke(
                HostDiagnostics.LimitExceeded.Error(
                    $"{context.PluginName} was ended: the limit 'refusals' of {RunLimit.Refusals.Value} is reached, and the last refusal was: {refusal.Message}",
                    "tell its author"
                )
            );
        }
    }

    private RpcErrorException Denied(Service service, string capability)
    {
        var denial = new CapabilityDenial(capability, context.PluginName, $"add {capability} to requires.capabilities");
        return new RpcErrorException(
            RpcErrorCodes.CapabilityDenied,
            $"{context.PluginName} does not have the capability {capability}, which {service.Method} needs",
            JsonSerializer.SerializeToElement(denial, ProtocolJsonContext.Default.CapabilityDenial)
        );
    }
}
