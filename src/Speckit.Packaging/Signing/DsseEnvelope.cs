using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging.Signing;

/// <summary>A DSSE envelope (secure-systems-lab/dsse, v1): bytes, their type, and signatures over both.</summary>
/// <param name="PayloadType">The media type of the payload.</param>
/// <param name="Payload">The signed bytes.</param>
/// <param name="Signatures">At least one in an envelope that is worth something.</param>
public sealed record DsseEnvelope(
    string PayloadType,
    ReadOnlyMemory<byte> Payload,
    ImmutableArray<DsseSignature> Signatures
)
{
    /// <summary>The largest envelope that is read, in bytes.</summary>
    public const int MaxBytes = 256 << 10;

    /// <summary>The most signatures that are read.</summary>
    public const int MaxSignatures = 16;

    private const int MaxSignatureBytes = 1024;

    /// <summary>Reads an envelope. Fields that DSSE does not know are ignored, as it demands; names that are there twice are not.</summary>
    /// <returns>The envelope, or <c>SPK3001</c>.</returns>
    public static Result<DsseEnvelope> Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxBytes)
        {
            return Invalid($"it has {json.Length} bytes, at most {MaxBytes} are read");
        }

        var problem = StrictJson.Check(json);
        if (problem is not null)
        {
            return Invalid(problem);
        }

        try
        {
            var wire = JsonSerializer.Deserialize(json, SigningJsonContext.Default.DsseWire);
            return wire is null ? Invalid("it is null") : FromWire(wire);
        }
        catch (JsonException exception)
        {
            return Invalid(exception.Message);
        }
    }

    /// <summary>The envelope as JSON, with a final line feed.</summary>
    public byte[] ToJson()
    {
        var signatures = Signatures.Select(s => new DsseSignatureWire
        {
            KeyId = s.KeyId,
            Sig = Convert.ToBase64String(s.Bytes.Span),
        });
        var wire = new DsseWire(PayloadType, Convert.ToBase64String(Payload.Span), [.. signatures]);
        return [.. JsonSerializer.SerializeToUtf8Bytes(wire, SigningJsonContext.Default.DsseWire), (byte)'\n'];
    }

    /// <summary>The bytes that signatures are over: DSSE's pre-authentication encoding.</summary>
    public byte[] PreAuthenticationEncoding()
    {
        var type = Encoding.UTF8.GetBytes(PayloadType);
        var head = string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {type.Length} ");
        var middle = string.Create(CultureInfo.InvariantCulture, $" {Payload.Length} ");
        return [.. Encoding.ASCII.GetBytes(head), .. type, .. Encoding.ASCII.GetBytes(middle), .. Payload.Span];
    }

    private static Diagnostic Invalid(string why) =>
        SignatureDiagnostics.EnvelopeInvalid.Error(
            $"The signature is not a DSSE envelope: {why}.",
            "Sign the package with 'specify plugin sign', or download the signature again."
        );

    private static Result<DsseEnvelope> FromWire(DsseWire wire)
    {
        if (!TryBase64(wire.Payload, out var payload))
        {
            return Invalid("the payload is not base64");
        }

        if (wire.Signatures.Length > MaxSignatures)
        {
            return Invalid($"it has {wire.Signatures.Length} signatures, at most {MaxSignatures} are read");
        }

        var signatures = ImmutableArray.CreateBuilder<DsseSignature>(wire.Signatures.Length);
        foreach (var signature in wire.Signatures)
        {
            if (
                signature is null
                || !TryBase64(signature.Sig, out var bytes)
                || bytes.Length is 0 or > MaxSignatureBytes
            )
            {
                return Invalid("a signature is not base64, empty or too long");
            }

            signatures.Add(new DsseSignature(signature.KeyId, bytes));
        }

        return new DsseEnvelope(wire.PayloadType, payload, signatures.DrainToImmutable());
    }

    // One text for one value: no white space, no other alphabet.
    private static bool TryBase64(string text, out byte[] bytes)
    {
        bytes = [];
        if (!Base64.IsValid(text) || text.AsSpan().ContainsAny(" \t\r\n"))
        {
            return false;
        }

        bytes = Convert.FromBase64String(text);
        return true;
    }
}

/// <summary>A signature of an envelope.</summary>
/// <param name="KeyId">The key it says it is by; only a hint.</param>
/// <param name="Bytes">ASN.1 DER.</param>
public sealed record DsseSignature(string? KeyId, ReadOnlyMemory<byte> Bytes);

internal sealed record DsseWire(string PayloadType, string Payload, DsseSignatureWire[] Signatures);

internal sealed record DsseSignatureWire
{
    [JsonPropertyName("keyid")]
    public string? KeyId { get; init; }

    public required string Sig { get; init; }
}
