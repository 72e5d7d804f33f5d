using System.Text.Json.Serialization;

namespace Speckit.Packaging.Contracts;

/// <summary>A publisher's key: the answer to <c>GET /keys/{keyid}</c> and <c>POST /keys</c>.</summary>
public sealed record PublicKeyResponse
{
    /// <summary>Hexadecimal SHA-256 of the key's SubjectPublicKeyInfo. Readers compute it from <see cref="Pem"/> and compare.</summary>
    [JsonPropertyName("keyid")]
    public required string KeyId { get; init; }

    /// <summary>The key, PEM SubjectPublicKeyInfo.</summary>
    public required string Pem { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Publisher { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset Registered { get; init; }

    /// <summary>When it was revoked; null while it is good.</summary>
    public DateTimeOffset? Revoked { get; init; }
}

/// <summary>The body of <c>POST /keys</c>.</summary>
/// <param name="Pem">The key, PEM SubjectPublicKeyInfo.</param>
public sealed record KeyRegistration(string Pem);
