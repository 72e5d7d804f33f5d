using Speckit.Host.Policy.Model;
using Speckit.Manifests.Binding;

namespace Speckit.Host.Policy.Reading;

/// <summary>What is right and yet may not be what was meant.</summary>
internal static class Warnings
{
    public static void Add(PolicyFile policy, Problems problems)
    {
        foreach (var (rule, location) in policy.Security.Unenforced())
        {
            problems.Add(
                PolicyDiagnostics.RuleNotEnforced.Warning(
                    $"'{rule}' is understood, but nothing on this machine acts on it.",
                    "scan packages where they are published, and set trust.minimum_level to the level that the scan earns",
                    location
                )
            );
        }

        AddOverruled(policy.AllowedPlugins, policy.BlockedPlugins, NameMatch.Plugin, problems);
        AddOverruled(policy.AllowedRegistries, policy.BlockedRegistries, SourceMatch.Matches, problems);
    }

    private static void AddOverruled(
        PolicyList? allowed,
        PolicyList? blocked,
        Func<PolicyEntry, string, bool> matches,
        Problems problems
    )
    {
        foreach (var pattern in blocked?.Entries.Where(e => e.IsPattern && e.Text != "*") ?? [])
        {
            var over = allowed?.Entries.FirstOrDefault(a => a.IsPattern && matches(a, pattern.Text));
            if (over is not null)
            {
                problems.Add(
                    PolicyDiagnostics.PatternOverruled.Warning(
                        $"'{blocked!.Rule}' has '{pattern.Text}', but '{allowed!.Rule}' has '{over.Text}', and what is allowed comes before blocked patterns.",
                        "narrow the allowed pattern, or block exact names",
                        pattern.Location
                    )
                );
            }
        }
    }
}
