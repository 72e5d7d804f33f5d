using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Registry.Http;

/// <summary>Reads small JSON bodies.</summary>
internal static class RequestBody
{
    /// <summary>Reads the body, or says what is wrong with it.</summary>
    public static async Task<Result<T>> ReadJsonAsync<T>(
        HttpRequest request,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
        where T : notnull
    {
        if (!request.HasJsonContentType())
        {
            return RegistryDiagnostics.UnsupportedMediaType.Error(
                $"The body is '{request.ContentType}', expected application/json.",
                "Send the header Content-Type: application/json."
            );
        }

        try
        {
            var value = await JsonSerializer.DeserializeAsync(request.Body, type, cancellationToken);
            return value is null ? Invalid("The body is null.") : value;
        }
        catch (JsonException exception)
        {
            return Invalid($"The body is not what is expected here: {exception.Message}");
        }
    }

    private static Diagnostic Invalid(string message) =>
        RegistryDiagnostics.RequestInvalid.Error(message, "See /openapi/v1.json for the form of the body.");
}
