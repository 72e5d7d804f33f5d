using System.Collections.Immutable;
using System.Globalization;
using Speckit.Host.Services.Http;
using Speckit.Host.Services.Limits;
using Speckit.Manifests.Model;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Services;

/// <summary><c>http/send</c>: requests that the host makes for a plugin.</summary>
internal static class HttpServices
{
    internal static ImmutableArray<Service> All { get; } =
    [
        Service.Create(
            Methods.HttpSend,
            Capability.Network,
            j => j.HttpSendParams,
            j => j.HttpSendResult,
            SendAsync,
            p => $"{p.Method} {p.Url}",
            (_, answer) => Describe(answer)
        ),
    ];

    private static async Task<HttpSendResult> SendAsync(
        ServiceContext context,
        HttpSendParams wanted,
        CancellationToken cancellationToken
    )
    {
        var call = HttpCall.Read(wanted);
        var timeout = CallTimeout.Of(wanted.Timeout, context.CallLimit);
        context.Meter.Count(RunLimit.HttpRequests);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await context.Http.SendAsync(call, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RpcErrorException(
                RpcErrorCodes.InternalError,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{call.Url.IdnHost} did not answer within {timeout.TotalSeconds:0.#} s"
                )
            );
        }
    }

    private static string Describe(HttpSendResult answer) =>
        string.Create(CultureInfo.InvariantCulture, $"status {answer.Status}, {answer.Body.Length} characters");
}
