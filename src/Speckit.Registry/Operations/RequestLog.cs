using Speckit.Registry.Storage.Tokens;

namespace Speckit.Registry.Operations;

/// <summary>One log line and one measurement a request. Headers, queries and bodies are never logged.</summary>
internal sealed class RequestLog(
    RequestDelegate next,
    RegistryMetrics metrics,
    TimeProvider time,
    ILogger<RequestLog> log
)
{
    /// <summary>Runs the middleware.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var start = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var elapsed = time.GetElapsedTime(start);
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unmatched";
            metrics.Request(route, Known(context.Request.Method), context.Response.StatusCode, elapsed);
            log.LogInformation(
                "{Method} {Path} {Status} {Milliseconds:0.0} ms {Publisher}",
                context.Request.Method,
                context.Request.Path,
                context.Response.StatusCode,
                elapsed.TotalMilliseconds,
                context.Features.Get<AccessToken>()?.Publisher ?? "-"
            );
        }
    }

    // Callers may invent methods; each would be a series for ever.
    private static string Known(string method) =>
        method is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "OPTIONS" ? method : "other";
}
