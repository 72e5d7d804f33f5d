using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Speckit.Host.Events;
using Speckit.Host.Services.Limits;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Services;

/// <summary>Services that tell the user and other plugins something, or tell the plugin of itself: no capability is needed.</summary>
internal static class ConversationServices
{
    private const int MaxEventName = 200;
    private const int MaxPayload = 256 * 1024;
    private static readonly ProtocolJsonContext Json = ProtocolJsonContext.Default;

    internal static ImmutableArray<Service> All { get; } =
    [
        Service.Create(Methods.ConsoleWrite, null, j => j.ConsoleWriteParams, j => j.Empty, WriteAsync),
        Service.Create(Methods.ConsoleFinding, null, j => j.Finding, j => j.Empty, FindingAsync),
        Service.Create(Methods.ProgressReport, null, j => j.ProgressParams, j => j.Empty, ProgressAsync),
        Service.Create(Methods.LogWrite, null, j => j.LogParams, j => j.Empty, LogAsync),
        Service.Create(Methods.EventsEmit, null, j => j.EmitEventParams, j => j.EmitEventResult, EmitAsync),
        new(Methods.ConfigGet, null, _ => null, GetConfigurationAsync),
    ];

    private static Task<Empty> WriteAsync(ServiceContext context, ConsoleWriteParams message, CancellationToken _)
    {
        context.Meter.Count(RunLimit.ConsoleLines, message.Text.AsSpan().Count('\n') + 1L);
        context.Meter.Count(RunLimit.ConsoleBytes, Encoding.UTF8.GetByteCount(message.Text));
        context.Console.Write(context.PluginName, message);
        return Task.FromResult(Empty.Instance);
    }

    private static Task<Empty> FindingAsync(ServiceContext context, Finding finding, CancellationToken _)
    {
        context.Meter.Count(RunLimit.Findings);
        context.Meter.Count(RunLimit.ConsoleBytes, SizeOf(finding));
        context.Console.Finding(context.PluginName, finding);
        return Task.FromResult(Empty.Instance);
    }

    private static Task<Empty> ProgressAsync(ServiceContext context, ProgressParams progress, CancellationToken _)
    {
        context.Meter.Count(RunLimit.ProgressReports);
        context.Console.Progress(context.PluginName, progress);
        return Task.FromResult(Empty.Instance);
    }

    private static Task<Empty> LogAsync(ServiceContext context, LogParams entry, CancellationToken _)
    {
        context.Meter.Count(RunLimit.LogBytes, Encoding.UTF8.GetByteCount(entry.Message) + 1);
        context.Console.Log(context.PluginName, entry);
        return Task.FromResult(Empty.Instance);
    }

    private static async Task<EmitEventResult> EmitAsync(
        ServiceContext context,
        EmitEventParams emitted,
        CancellationToken cancellationToken
    )
    {
        if (emitted.Type.Length > MaxEventName || !IsPluginEvent(emitted.Type))
        {
            throw new RpcErrorException(
                RpcErrorCodes.InvalidParams,
                $"plugins emit events named plugin.<segment>[.<segment>…] in lower case, not '{emitted.Type}'"
            );
        }

        if (CoreEvents.All.Contains(emitted.Type))
        {
            throw new RpcErrorException(
                RpcErrorCodes.Refused,
                $"'{emitted.Type}' is an event of the core: hooks rely on it, so plugins do not emit it"
            );
        }

        var payload = emitted.Payload ?? EmptyObject;
        if (payload.ValueKind != JsonValueKind.Object)
        {
            throw new RpcErrorException(RpcErrorCodes.InvalidParams, "an event's payload is a JSON object");
        }

        if (payload.GetRawText().Length > MaxPayload)
        {
            throw new RpcErrorException(
                RpcErrorCodes.TooLarge,
                $"an event's payload is at most {MaxPayload} characters"
            );
        }

        context.Meter.Count(RunLimit.Events);
        var id = await context.Host.Events.PublishAsync(
            emitted.Type,
            context.PluginName,
            payload,
            emitted.Feature,
            emitted.TaskId,
            cancellationToken
        );
        return new EmitEventResult(id);
    }

    private static Task<ServiceAnswer> GetConfigurationAsync(
        ServiceContext context,
        JsonElement? parameters,
        CancellationToken cancellationToken
    )
    {
        using var document = JsonDocument.Parse(context.Configuration.ToJsonString());
        var result = new ConfigGetResult(document.RootElement.Clone());
        return Task.FromResult(new ServiceAnswer(JsonSerializer.SerializeToElement(result, Json.ConfigGetResult)));
    }

    private static JsonElement EmptyObject { get; } = JsonDocument.Parse("{}").RootElement.Clone();

    private static long SizeOf(Finding finding) =>
        JsonSerializer.SerializeToUtf8Bytes(finding, Json.Finding).LongLength;

    private static bool IsPluginEvent(string type) =>
        type.Split('.') is ["plugin", .. { Length: > 0 } segments]
        && segments.All(s =>
            s.Length > 0 && s.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-')
        );
}
