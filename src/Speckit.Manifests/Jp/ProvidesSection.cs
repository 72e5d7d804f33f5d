using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Jp;

/// <summary><c>provides</c>.</summary>
internal static class ProvidesSection
{
    public static Provisions Read(Fields root, bool hasDependencies)
    {
        if (root.Section("provides") is not { } provides)
        {
            return Provisions.None;
        }

        var agents = AgentSection.Read(provides);
        var provisions = new Provisions
        {
            Commands = CommandSection.Read(provides),
            Agents = agents,
            Workflows = WorkflowSection.Read(provides),
            Integrations = IntegrationSection.Read(provides),
            Hooks = HookSection.Read(provides),
            Stacks = StackSection.Read(provides),
            Squads = SquadSection.Read(provides, agents, hasDependencies),
        };
        provides.Done();
        return provisions;
    }
}
