using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Contracts;

namespace Speckit.Registry.Http;

/// <summary>An error answer: RFC 9457 problem details with the stable code of the diagnostic.</summary>
internal sealed class Problem : IResult, IStatusCodeHttpResult
{
    private readonly ImmutableArray<Diagnostic> _diagnostics;

    private Problem(int status, ImmutableArray<Diagnostic> diagnostics)
    {
        Debug.Assert(!diagnostics.IsDefaultOrEmpty, "A problem says at least one thing.");
        Status = status;
        _diagnostics = diagnostics;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    /// <summary>The answer for one problem, with the status that its code stands for.</summary>
    public static Problem Of(Diagnostic diagnostic) => new(StatusOf(diagnostic), [diagnostic]);

    /// <summary>The answer for one problem with a status of its own.</summary>
    public static Problem Of(int status, Diagnostic diagnostic) => new(status, [diagnostic]);

    /// <summary>The answer for the problems of a failed operation: the first error decides, all are listed.</summary>
    public static Problem Of(ImmutableArray<Diagnostic> diagnostics)
    {
        var first = diagnostics.First(diagnostic => diagnostic.Severity == Severity.Error);
        return new(StatusOf(first), [first, .. diagnostics.Where(other => other != first)]);
    }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ProblemDetails.MediaType;
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return Task.CompletedTask;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(
            ToDetails(httpContext.Request.Path),
            RegistryJsonContext.Default.ProblemDetails
        );
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }

    private ProblemDetails ToDetails(string? path)
    {
        var first = _diagnostics[0];
        var several = _diagnostics.Length > 1 || first.Location is not null;
        return new ProblemDetails
        {
            Type = $"urn:speckit:problem:{first.Code}",
            Title = first.Descriptor.Title,
            Status = Status,
            Detail = first.Message,
            Instance = path,
            Code = first.Code,
            Hint = first.Hint,
            Errors = several ? [.. _diagnostics.Select(ProblemItem.From)] : null,
        };
    }

    private static int StatusOf(Diagnostic diagnostic) =>
        ProblemStatus.TryGetValue(diagnostic.Code, out var status)
            ? status
            // A problem of a package, a manifest or a signature: understood, and not taken.
            : StatusCodes.Status422UnprocessableEntity;

    private static readonly Dictionary<string, int> ProblemStatus = new(StringComparer.Ordinal)
    {
        [RegistryDiagnostics.RequestInvalid.Code] = StatusCodes.Status400BadRequest,
        [RegistryDiagnostics.UploadInvalid.Code] = StatusCodes.Status400BadRequest,
        [RegistryDiagnostics.TokenMissing.Code] = StatusCodes.Status401Unauthorized,
        [RegistryDiagnostics.TokenInvalid.Code] = StatusCodes.Status401Unauthorized,
        [RegistryDiagnostics.ScopeMissing.Code] = StatusCodes.Status403Forbidden,
        [RegistryDiagnostics.NotTheOwner.Code] = StatusCodes.Status403Forbidden,
        [RegistryDiagnostics.KeyNotRegistered.Code] = StatusCodes.Status403Forbidden,
        [RegistryDiagnostics.NotFound.Code] = StatusCodes.Status404NotFound,
        [RegistryDiagnostics.PluginNotFound.Code] = StatusCodes.Status404NotFound,
        [RegistryDiagnostics.KeyNotFound.Code] = StatusCodes.Status404NotFound,
        [RegistryDiagnostics.TokenNotFound.Code] = StatusCodes.Status404NotFound,
        [RegistryDiagnostics.MethodNotAllowed.Code] = StatusCodes.Status405MethodNotAllowed,
        [RegistryDiagnostics.TimedOut.Code] = StatusCodes.Status408RequestTimeout,
        [RegistryDiagnostics.VersionExists.Code] = StatusCodes.Status409Conflict,
        [RegistryDiagnostics.NameConfusable.Code] = StatusCodes.Status409Conflict,
        [RegistryDiagnostics.KeyUnusable.Code] = StatusCodes.Status409Conflict,
        [RegistryDiagnostics.TooLarge.Code] = StatusCodes.Status413PayloadTooLarge,
        [RegistryDiagnostics.UnsupportedMediaType.Code] = StatusCodes.Status415UnsupportedMediaType,
        [RegistryDiagnostics.TooManyRequests.Code] = StatusCodes.Status429TooManyRequests,
        [RegistryDiagnostics.Internal.Code] = StatusCodes.Status500InternalServerError,
    };
}
