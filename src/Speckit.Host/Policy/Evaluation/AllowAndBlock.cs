using System.Collections.Immutable;
using Speckit.Host.Policy.Model;

namespace Speckit.Host.Policy.Evaluation;

/// <summary>A list of what is allowed and one of what is blocked (security: "Policy"): a blocked exact name comes before what is allowed,
/// and that before a blocked pattern. Where there is a list of what is allowed, nothing else is.</summary>
internal static class AllowAndBlock
{
    public static void Apply(
        PolicyList? allowed,
        PolicyList? blocked,
        Func<PolicyEntry, bool> matches,
        string what,
        RuleLog log
    )
    {
        if (Find(blocked, e => !e.IsPattern && matches(e)) is { } exact)
        {
            log.Add(blocked!, exact, RuleOutcome.Refused, $"{what} is blocked");
            return;
        }

        if (allowed is not null)
        {
            var entry = Find(allowed, matches);
            log.Add(
                allowed,
                entry,
                entry is null ? RuleOutcome.Refused : RuleOutcome.Satisfied,
                entry is null
                    ? $"{what} is not among what is allowed: {Names(allowed)}"
                    : $"{what} is allowed as '{entry.Text}'"
            );
            return;
        }

        if (blocked is not null)
        {
            var pattern = Find(blocked, matches);
            log.Add(
                blocked,
                pattern,
                pattern is null ? RuleOutcome.Satisfied : RuleOutcome.Refused,
                pattern is null ? $"{what} is not blocked" : $"{what} is blocked by the pattern '{pattern.Text}'"
            );
        }
    }

    /// <summary>The first entries of a list, for messages.</summary>
    public static string Names(PolicyList list)
    {
        const int Shown = 5;
        return list.Entries.IsEmpty
            ? "nothing"
            : string.Join(", ", list.Entries.Take(Shown).Select(e => e.Text))
                + (list.Entries.Length > Shown ? " …" : "");
    }

    private static PolicyEntry? Find(PolicyList? list, Func<PolicyEntry, bool> matches) =>
        (list?.Entries ?? ImmutableArray<PolicyEntry>.Empty).FirstOrDefault(matches);
}
