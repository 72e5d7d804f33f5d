using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Host.Publishers;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Signing;

namespace Speckit.Cli.Commands.Plugins;

/// <summary>What is to be said of a package's signatures: each of them, and whether together they are enough here.</summary>
/// <param name="Checks">Every signature, in the envelope's order.</param>
/// <param name="Signature">What was verified; null when nothing was.</param>
/// <param name="Problems">Why the package is refused; empty when it is not.</param>
internal sealed record PackageReview(
    ImmutableArray<ReviewedSignature> Checks,
    VerifiedSignature? Signature,
    ImmutableArray<Diagnostic> Problems
)
{
    /// <summary>Reviews a package as installing it would, and against the signers that the user allows.</summary>
    internal static PackageReview Of(PackageIdentity package, DsseEnvelope envelope, ReviewTerms terms)
    {
        ImmutableArray<ReviewedSignature> checks =
        [
            .. EnvelopeInspector
                .CheckSignatures(envelope, terms.Keys)
                .Select(c => new ReviewedSignature(
                    c.KeyId,
                    c.State,
                    c.KeyId is { } id && terms.Pins.Revoked.Contains(id)
                )),
        ];
        var verified = PackageVerifier.Verify(package, envelope, terms.Keys);
        if (!verified.TryGet(out var signature))
        {
            return new PackageReview(checks, null, verified.Diagnostics);
        }

        var signed = new SignedPackage(package.Name, package.Version.ToString(), signature.Signer, signature.KeyIds);
        return new PackageReview(
            checks,
            signature,
            [
                .. new[]
                {
                    FindSignerProblem(signature, terms),
                    PublisherCheck.Find(terms.Pins, signed),
                }.OfType<Diagnostic>(),
            ]
        );
    }

    internal void Show(Terminal terminal)
    {
        if (Signature is { } signature)
        {
            var ok = terminal.Green("✓");
            terminal.Line($"{ok} Manifest signature valid (signed by: {TerminalText.Line(signature.Signer)})");
            terminal.Line($"{ok} Package signature valid");
            terminal.Line(
                $"{ok} Timestamp: {signature.Statement.Predicate.Timestamp.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"
            );
        }

        foreach (var check in Checks)
        {
            var (mark, words) = check.State switch
            {
                SignatureState.Valid => (terminal.Green("✓"), "valid, the key is known"),
                SignatureState.Repeated => (terminal.Dim("="), "valid, and there already"),
                SignatureState.Wrong => (terminal.Red("✗"), "NOT VALID: it does not fit what it signs"),
                _ => (terminal.Yellow("?"), "not checked, the key is not known here"),
            };
            var revoked = check.IsRevoked ? terminal.Red(", and was REVOKED") : "";
            terminal.Line($"  {mark} {TerminalText.Line(check.KeyId ?? "(unnamed key)")}  {words}{revoked}");
        }
    }

    internal JsonArray SignaturesJson() =>
        new([
            .. Checks.Select(check =>
                (JsonNode)
                    new JsonObject
                    {
                        ["keyid"] = check.KeyId,
                        ["revoked"] = check.IsRevoked,
                        ["known"] = check.State != SignatureState.Unknown,
                        ["valid"] = check.State switch
                        {
                            SignatureState.Unknown => null,
                            var state => state != SignatureState.Wrong,
                        },
                    }
            ),
        ]);

    private static Diagnostic? FindSignerProblem(VerifiedSignature signature, ReviewTerms terms)
    {
        var isAllowed =
            terms.Signers.Length == 0
            || terms.Signers.Any(pattern =>
                FileSystemName.MatchesSimpleExpression(pattern, signature.Signer, ignoreCase: false)
                || signature.KeyIds.Contains(pattern)
            );
        return isAllowed
            ? null
            : CliDiagnostics.SignerNotAllowed.Error(
                $"the package is signed by '{signature.Signer}' with {string.Join(", ", signature.KeyIds)}, and allowed is {string.Join(" or ", terms.Signers)}",
                "do not use it where only these signers are allowed"
            );
    }
}

/// <summary>One signature of a reviewed package.</summary>
/// <param name="KeyId">The key it is by, or says it is by; null when it says nothing and no known key fits.</param>
/// <param name="State">What came of it.</param>
/// <param name="IsRevoked">Whether that key was revoked on this machine.</param>
internal sealed record ReviewedSignature(string? KeyId, SignatureState State, bool IsRevoked);

/// <summary>What a review goes by.</summary>
/// <param name="Keys">The keys that count.</param>
/// <param name="Pins">What is known of publishers.</param>
/// <param name="Signers">Patterns of signers, or key identifiers, of which one has to fit; empty for any.</param>
internal sealed record ReviewTerms(
    ImmutableArray<VerificationKey> Keys,
    PublisherPins Pins,
    ImmutableArray<string> Signers
);
