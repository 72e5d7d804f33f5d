using Speckit.Manifests.Diagnostics;

namespace Speckit.Registry.Http;

/// <summary>Turns what the framework answers without a body, and every exception, into problem details.</summary>
internal sealed class ErrorAnswers(RequestDelegate next, ILogger<ErrorAnswers> log)
{
    /// <summary>Runs the middleware.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is listening any more.
            return;
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await Problem.Of(exception.StatusCode, Describe(exception)).ExecuteAsync(context);
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            log.LogError(exception, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            context.Response.Clear();
            await Problem.Of(Defect(context)).ExecuteAsync(context);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
        {
            await Problem.Of(context.Response.StatusCode, Describe(context)).ExecuteAsync(context);
        }
    }

    private static Diagnostic Describe(HttpContext context) =>
        context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => RegistryDiagnostics.NotFound.Error(
                $"There is nothing at '{context.Request.Path}'.",
                "See /openapi/v1.json for what there is."
            ),
            StatusCodes.Status405MethodNotAllowed => RegistryDiagnostics.MethodNotAllowed.Error(
                $"'{context.Request.Path}' does not take {context.Request.Method}.",
                $"It takes {context.Response.Headers.Allow}."
            ),
            StatusCodes.Status415UnsupportedMediaType => RegistryDiagnostics.UnsupportedMediaType.Error(
                $"'{context.Request.Path}' does not take '{context.Request.ContentType}'.",
                "See /openapi/v1.json for the media types it takes."
            ),
            StatusCodes.Status504GatewayTimeout => RegistryDiagnostics.TimedOut.Error(
                "The request took too long.",
                "Try again; if it stays so, tell the registry's operator."
            ),
            var status => RegistryDiagnostics.RequestInvalid.Error(
                $"The request was refused with status {status}.",
                "See /openapi/v1.json."
            ),
        };

    private static Diagnostic Describe(BadHttpRequestException exception) =>
        exception.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => RegistryDiagnostics.TooLarge.Error(
                "The body is larger than the registry takes.",
                "See the limits in the documentation of the package format."
            ),
            StatusCodes.Status408RequestTimeout => RegistryDiagnostics.TimedOut.Error(
                "The body arrived too slowly.",
                "Try again over a faster connection."
            ),
            _ => RegistryDiagnostics.RequestInvalid.Error(
                $"The request is not valid: {exception.Message}",
                "See /openapi/v1.json."
            ),
        };

    private static Diagnostic Defect(HttpContext context) =>
        RegistryDiagnostics.Internal.Error(
            "The registry made a mistake.",
            $"Tell its operator the request's identifier: {context.TraceIdentifier}."
        );
}
