using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging.Signing;

/// <summary>An in-toto v1 statement about a package: what is signed (formats, "Signature").</summary>
public sealed record Statement
{
    /// <summary>The payload type of an envelope with a statement.</summary>
    public const string PayloadType = "application/vnd.in-toto+json";

    /// <summary>The statement's own type.</summary>
    public const string StatementType = "https://in-toto.io/Statement/v1";

    /// <summary>The type of the predicate.</summary>
    public const string SignaturePredicateType = "https://speckit.dev/signature/v1";

    /// <summary><see cref="StatementType"/>.</summary>
    [JsonPropertyName("_type")]
    public required string Type { get; init; }

    /// <summary>The archive.</summary>
    public required ImmutableArray<StatementSubject> Subject { get; init; }

    /// <summary><see cref="SignaturePredicateType"/>.</summary>
    public required string PredicateType { get; init; }

    /// <summary>What is said about it.</summary>
    public required SignaturePredicate Predicate { get; init; }

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SigningJsonContext.Default.Statement);

    /// <summary>Reads a statement with one subject and our predicate.</summary>
    internal static Result<Statement> Parse(ReadOnlySpan<byte> json)
    {
        var problem = StrictJson.Check(json);
        if (problem is not null)
        {
            return Invalid(problem);
        }

        try
        {
            var statement = JsonSerializer.Deserialize(json, SigningJsonContext.Default.Statement);
            return statement is null ? Invalid("it is null") : Check(statement);
        }
        catch (JsonException exception)
        {
            return Invalid(exception.Message);
        }
    }

    private static Result<Statement> Check(Statement statement)
    {
        if (statement.Type != StatementType)
        {
            return Invalid($"its type is '{statement.Type}', expected '{StatementType}'");
        }

        if (statement.PredicateType != SignaturePredicateType)
        {
            return Invalid(
                $"its predicate is of the type '{statement.PredicateType}', expected '{SignaturePredicateType}'"
            );
        }

        return statement.Subject.Length == 1 && statement.Subject[0] is not null
            ? statement
            : Invalid($"it has {statement.Subject.Length} subjects, expected one");
    }

    private static Diagnostic Invalid(string why) =>
        SignatureDiagnostics.StatementInvalid.Error(
            $"The signed payload is not a statement about a package: {why}.",
            "Sign the package with 'specify plugin sign'."
        );
}

/// <summary>What a statement is about.</summary>
/// <param name="Name">The archive's file name.</param>
/// <param name="Digest">Its digest.</param>
public sealed record StatementSubject(string Name, StatementDigest Digest);

/// <summary>A digest as in-toto writes it.</summary>
/// <param name="Sha256">64 hexadecimal digits, without a prefix.</param>
public sealed record StatementDigest(string Sha256);

/// <summary>What the signer says about the package.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="ManifestDigest">Of plugin.yaml without its signatures, canonical; <c>sha256:…</c>.</param>
/// <param name="TreeDigest">Of the extracted files; <c>sha256:…</c>.</param>
/// <param name="Signer">Who signed, in their own words: the key proves it, this does not.</param>
/// <param name="Timestamp">When, by the signer's clock.</param>
public sealed record SignaturePredicate(
    string Name,
    string Version,
    string ManifestDigest,
    string TreeDigest,
    string Signer,
    DateTimeOffset Timestamp
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = StrictJson.MaxDepth
)]
[JsonSerializable(typeof(DsseWire))]
[JsonSerializable(typeof(Statement))]
internal sealed partial class SigningJsonContext : JsonSerializerContext;
