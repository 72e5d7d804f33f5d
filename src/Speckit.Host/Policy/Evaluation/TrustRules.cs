using Speckit.Host.Policy.Model;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Policy.Evaluation;

/// <summary><c>trust</c>, and OSpec's rules about signatures and publishers (decisions, 13).</summary>
internal static class TrustRules
{
    public static void Apply(PolicyFile file, PolicySubject subject, RuleLog log)
    {
        if (file.MinimumTrust is { } minimum)
        {
            AtLeast(minimum.Value, minimum.Rule, minimum.Location);
        }

        if (file.Security.SignatureVerification is { Value: true } signed)
        {
            AtLeast(TrustLevel.SelfSigned, signed.Rule, signed.Location);
        }

        AllowedSigners(file.AllowedSigners, subject, log);
        RevokedKeys(file.RevokedKeys, subject, log);
        AllowedPublishers(file.Security.AllowedPublishers, subject, log);

        void AtLeast(TrustLevel level, string rule, Manifests.Diagnostics.SourceLocation location)
        {
            var outcome =
                subject.IsNameOnly && level > TrustLevel.Unsigned ? RuleOutcome.Unknown
                : subject.Trust >= level ? RuleOutcome.Satisfied
                : RuleOutcome.Refused;
            var explanation =
                outcome == RuleOutcome.Unknown
                    ? $"the trust level is not known yet; at least {level.ToName()} is wanted"
                    : $"the plugin is {subject.Trust.ToName()}; at least {level.ToName()} is wanted";
            log.Add(rule, location, outcome, explanation);
        }
    }

    private static void AllowedSigners(PolicyList? allowed, PolicySubject subject, RuleLog log)
    {
        if (allowed is null)
        {
            return;
        }

        if (subject.IsNameOnly)
        {
            log.AddUnknown(allowed, "who signed the plugin");
            return;
        }

        var found = subject
            .Signers.SelectMany(s => allowed.Entries.Where(e => IsMeant(e, s)).Select(e => (Signer: s, Entry: e)))
            .FirstOrDefault();
        if (found.Entry is not null)
        {
            log.Add(
                allowed,
                found.Entry,
                RuleOutcome.Satisfied,
                $"signed by {found.Signer.Signer} ({found.Signer.KeyId})"
            );
            return;
        }

        var who = subject.Signers.IsEmpty
            ? "no signature by a known key vouches for the plugin"
            : $"it is signed by {string.Join(", ", subject.Signers.Select(s => s.Signer))}";
        log.Add(allowed, null, RuleOutcome.Refused, $"{who}; allowed are {AllowAndBlock.Names(allowed)}");
    }

    private static bool IsMeant(PolicyEntry entry, VerifiedSigner signer) =>
        entry.Text == signer.KeyId || NameMatch.Whole(entry, signer.Signer);

    private static void RevokedKeys(PolicyList? revoked, PolicySubject subject, RuleLog log)
    {
        if (revoked is null || revoked.Entries.IsEmpty)
        {
            return;
        }

        if (subject.IsNameOnly)
        {
            log.AddUnknown(revoked, "which key signed the plugin");
            return;
        }

        var keys = subject.Signers.Select(s => s.KeyId).Concat(subject.KeyIds).ToHashSet(StringComparer.Ordinal);
        var entry = revoked.Entries.FirstOrDefault(e => keys.Contains(e.Text));
        log.Add(
            revoked,
            entry,
            entry is null ? RuleOutcome.Satisfied : RuleOutcome.Refused,
            entry is null ? "no signature is by a revoked key" : $"it is signed with the revoked key {entry.Text}"
        );
    }

    private static void AllowedPublishers(PolicyList? allowed, PolicySubject subject, RuleLog log)
    {
        if (allowed is null)
        {
            return;
        }

        var name = subject.Name.ToString();
        var entry = allowed.Entries.FirstOrDefault(e => NameMatch.Plugin(e, name));
        if (entry is null)
        {
            log.Add(
                allowed,
                null,
                RuleOutcome.Refused,
                $"{name} is of none of the allowed publishers: {AllowAndBlock.Names(allowed)}"
            );
        }
        else if (subject.IsNameOnly)
        {
            log.Add(
                allowed,
                entry,
                RuleOutcome.Unknown,
                "the publisher is allowed; whether the plugin is signed is not known yet"
            );
        }
        else
        {
            var isSigned = subject.Trust >= TrustLevel.SelfSigned;
            log.Add(
                allowed,
                entry,
                isSigned ? RuleOutcome.Satisfied : RuleOutcome.Refused,
                isSigned
                    ? $"the publisher is allowed as '{entry.Text}'"
                    : $"the name fits '{entry.Text}', but without a signature anybody could use it"
            );
        }
    }
}
