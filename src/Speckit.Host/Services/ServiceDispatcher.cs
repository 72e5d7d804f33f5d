using System.Text.Json;
using Speckit.Host.Audit;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Services;

/// <summary>Answers one plugin's requests: checked against its grant, then audited, then done.</summary>
/// <param name="table">The services.</param>
/// <param name="context">The plugin and its project.</param>
internal sealed class ServiceDispatcher(ServiceTable table, ServiceContext context)
{
    /// <summary>Answers a request.</summary>
    /// <exception cref="RpcErrorException">It is refused, unknown, or cannot be done.</exception>
    internal async Task<JsonElement?> DispatchAsync(
        string method,
        JsonElement? parameters,
        CancellationToken cancellationToken
    )
    {
        var service =
            table.Find(method)
            ?? throw new RpcErrorException(RpcErrorCodes.MethodNotFound, $"the host has no method '{method}'");
        if (service.Capability is { } capability)
        {
            await CheckAsync(service, capability, parameters, cancellationToken);
        }

        try
        {
            return await service.InvokeAsync(context, parameters, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RpcErrorException(RpcErrorCodes.InternalError, $"{method}: {e.Message}");
        }
    }

    private async Task CheckAsync(
        Service service,
        string capability,
        JsonElement? parameters,
        CancellationToken cancellationToken
    )
    {
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
