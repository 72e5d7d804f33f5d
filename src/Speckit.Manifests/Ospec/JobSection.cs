using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary>A job: <c>{ name, agent, timeout_minutes?, … }</c>. The other keys are for the agent.</summary>
internal static class JobSection
{
    public static AutomationJob Read(Fields fields, Declared jobs)
    {
        var name = Names.Simple(fields);
        var agent = Names.Simple(fields, "agent", "the role of the agent that does it");
        var timeout = StageTimeout.Read(fields);
        jobs.Add(name, fields);
        return new AutomationJob(name, agent, timeout, fields.Rest());
    }
}
