using Speckit.Host.Policy.Model;

namespace Speckit.Host.Policy.Evaluation;

/// <summary><c>registries</c>: where plugins may come from. It is about every source: what may not come from a registry may not come as a
/// downloaded file either, unless <c>file:</c>, <c>path:</c> or <c>link:</c> is allowed.</summary>
internal static class SourceRules
{
    public static void Apply(PolicyFile file, PolicySubject subject, RuleLog log)
    {
        if ((file.AllowedRegistries ?? file.BlockedRegistries) is not { } list)
        {
            return;
        }

        if (subject.IsNameOnly)
        {
            log.AddUnknown(list, "where the plugin comes from");
        }
        else if (SourceMatch.Canonical(subject.Source) is { } source)
        {
            AllowAndBlock.Apply(
                file.AllowedRegistries,
                file.BlockedRegistries,
                entry => SourceMatch.Matches(entry, source),
                $"the source {source}",
                log
            );
        }
        else
        {
            log.Add(list, null, RuleOutcome.Refused, $"the source '{subject.Source}' is none that could be allowed");
        }
    }
}
