using Speckit.Host.Policy.Model;

namespace Speckit.Host.Policy.Evaluation;

/// <summary><c>plugins</c>: which plugins at all.</summary>
internal static class NameRules
{
    public static void Apply(PolicyFile file, PolicySubject subject, RuleLog log)
    {
        var name = subject.Name.ToString();
        AllowAndBlock.Apply(
            file.AllowedPlugins,
            file.BlockedPlugins,
            entry => NameMatch.Plugin(entry, name),
            $"the plugin {name}",
            log
        );
    }
}
