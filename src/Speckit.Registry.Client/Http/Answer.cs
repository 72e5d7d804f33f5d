using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Contracts;

namespace Speckit.Registry.Client.Http;

/// <summary>Makes results of a registry's answers.</summary>
internal sealed class Answer(RegistryEndpoint endpoint, RegistryClientLimits limits, TimeProvider time)
{
    private readonly BoundedBody _bodies = new(limits, time);

    /// <summary>Reads the body, or says that it is too large.</summary>
    public async Task<Result<byte[]>> BytesAsync(
        HttpResponseMessage response,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = await _bodies.ReadAllAsync(stream, most, cancellationToken);
        return bytes is null
            ? RegistryClientDiagnostics.AnswerTooLarge.Error(
                $"The registry '{endpoint.Name}' answers with more than {most} bytes.",
                "This is no real registry, or it is damaged: tell its operator."
            )
            : bytes;
    }

    /// <summary>Reads a JSON answer, or passes the registry's problem on.</summary>
    public async Task<Result<T>> JsonAsync<T>(
        HttpResponseMessage response,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
        where T : notnull
    {
        var body = await BytesAsync(response, limits.MaxAnswerBytes, cancellationToken);
        if (!body.TryGet(out var bytes))
        {
            return body.Propagate<T>();
        }

        if (!response.IsSuccessStatusCode)
        {
            return Result<T>.Failure(Problem(response, bytes));
        }

        try
        {
            return JsonSerializer.Deserialize(bytes, type) is { } value ? value : Invalid("it is null");
        }
        catch (JsonException exception)
        {
            return Invalid(exception.Message);
        }
    }

    /// <summary>Reads why a request was refused.</summary>
    public async Task<ImmutableArray<Diagnostic>> ProblemAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        var body = await BytesAsync(response, limits.MaxAnswerBytes, cancellationToken);
        return body.TryGet(out var bytes) ? Problem(response, bytes) : body.Diagnostics;
    }

    /// <summary>That an answer cannot be understood.</summary>
    public Diagnostic Invalid(string reason) =>
        RegistryClientDiagnostics.AnswerInvalid.Error(
            $"The answer of the registry '{endpoint.Name}' is not what was asked for: {reason}",
            $"Check that {endpoint.Url} is the URL of a registry."
        );

    private ImmutableArray<Diagnostic> Problem(HttpResponseMessage response, byte[] body)
    {
        var problem = TryRead(response, body);
        if (problem is null)
        {
            var descriptor =
                response.StatusCode >= HttpStatusCode.InternalServerError
                    ? RegistryClientDiagnostics.Unreachable
                    : RegistryClientDiagnostics.RequestRefused;
            return
            [
                descriptor.Error(
                    $"The registry '{endpoint.Name}' answers {(int)response.StatusCode} {response.ReasonPhrase}.",
                    $"Check that {endpoint.Url} is the URL of a registry."
                ),
            ];
        }

        var kind = KindOf(response.StatusCode);
        var first = Of(kind, problem.Code, problem.Title, problem.Detail ?? problem.Title, problem.Hint, "error", null);
        var more = (problem.Errors ?? []).Select(item =>
            Of(kind, item.Code, problem.Title, item.Message, item.Hint, item.Severity, Place(item))
        );
        // The list repeats the first with its place, when it has one.
        var listed = more.ToImmutableArray();
        return listed.Any(item => item.Severity == Severity.Error) ? listed : [first, .. listed];
    }

    private static ProblemDetails? TryRead(HttpResponseMessage response, byte[] body)
    {
        if (response.Content.Headers.ContentType?.MediaType != ProblemDetails.MediaType)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(body, RegistryJsonContext.Default.ProblemDetails);
        }
        catch (JsonException)
        {
            // The status alone is told then.
            return null;
        }
    }

    private static Diagnostic Of(
        FailureKind kind,
        string? code,
        string title,
        string message,
        string? hint,
        string severity,
        SourceLocation? place
    )
    {
        var descriptor = new DiagnosticDescriptor(
            IsCode(code) ? code! : RegistryClientDiagnostics.RequestRefused.Code,
            kind,
            title
        );
        var weight = severity switch
        {
            "warning" => Severity.Warning,
            "info" => Severity.Info,
            _ => Severity.Error,
        };
        return new Diagnostic(descriptor, weight, message, hint, place);
    }

    private static SourceLocation? Place(ProblemItem item) =>
        item is { File: { } file, Line: { } line, Column: { } column } ? new SourceLocation(file, line, column) : null;

    private static bool IsCode(string? code) =>
        code is { Length: 7 }
        && code.StartsWith("SPK", StringComparison.Ordinal)
        && code.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0;

    private static FailureKind KindOf(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Conflict => FailureKind.Refused,
            HttpStatusCode.BadRequest
            or HttpStatusCode.RequestEntityTooLarge
            or HttpStatusCode.UnsupportedMediaType
            or HttpStatusCode.UnprocessableEntity => FailureKind.BadInput,
            >= HttpStatusCode.InternalServerError => FailureKind.Unreachable,
            _ => FailureKind.Failed,
        };
}
