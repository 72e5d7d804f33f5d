using Speckit.Host.Policy.Model;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Signing;

namespace Speckit.Host.Policy.Approvals;

/// <summary>Approvals as DSSE envelopes. The payload carries the public key: a policy lists key ids, which are digests of keys, so that
/// the key that comes with an approval is proved by the policy and not by the approval.</summary>
internal static class ApprovalEnvelope
{
    /// <summary>The payload type; a package's signature has another, so that neither can stand for the other.</summary>
    public const string PayloadType = "application/vnd.speckit.approval+json";

    /// <summary>Signs an approval.</summary>
    public static byte[] Sign(Approval approval, SigningKey key)
    {
        var payload = ApprovalJson.Write(approval, key.PublicKey.Pem);
        return PackageSigner.Countersign(new DsseEnvelope(PayloadType, payload, []), key).Value.ToJson();
    }

    /// <summary>Reads an approval whose signature is right.</summary>
    /// <param name="file">The file as diagnostics name it.</param>
    /// <param name="envelope">Its bytes.</param>
    /// <returns>The approval, or <c>SPK8012</c>.</returns>
    public static Result<Approval> Verify(string file, ReadOnlySpan<byte> envelope)
    {
        var parsed = DsseEnvelope.Parse(envelope);
        if (!parsed.TryGet(out var dsse))
        {
            return Invalid(file, parsed.Diagnostics[0].Message);
        }

        if (dsse.PayloadType != PayloadType)
        {
            return Invalid(file, $"its payload is '{dsse.PayloadType}', not '{PayloadType}'");
        }

        if (ApprovalJson.ReadApproval(dsse.Payload.Span) is not { } wire)
        {
            return Invalid(file, "its payload is not an approval");
        }

        if (!VerificationKey.Parse(wire.PublicKey).TryGet(out var key))
        {
            return Invalid(file, "it does not carry the public key that it was signed with");
        }

        var signed = dsse.PreAuthenticationEncoding();
        return dsse.Signatures.Any(s => key.Verify(signed, s.Bytes.Span))
            ? new Approval(
                wire.Plugin,
                wire.Version,
                wire.Tree,
                wire.Capabilities,
                key.KeyId,
                wire.ApprovedBy,
                wire.ApprovedAt,
                wire.Expires
            )
            : Invalid(file, "its signature does not fit what it signs");
    }

    private static Diagnostic Invalid(string file, string why) =>
        PolicyDiagnostics.ApprovalInvalid.Error(
            $"The approval '{file}' does not count: {why}.",
            "have the request approved again"
        );
}
