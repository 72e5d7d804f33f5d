using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Jp;

/// <summary><c>provides.agents</c>.</summary>
internal static class AgentSection
{
    public static ImmutableArray<AgentProvision> Read(Fields provides)
    {
        var declared = new Declared("agent", "rename one of them");
        var agents = ImmutableArray.CreateBuilder<AgentProvision>();
        foreach (var fields in provides.Sections("agents"))
        {
            var name = Names.Simple(fields);
            var description = fields.RequiredText("description", "what the agent is good at");
            var file = fields.Require("persona_file", "the path of a Markdown file");
            var path = file is null ? null : PackagePath.Read(file);
            var deprecated = DeprecationReader.Read(fields);
            fields.Done();
            declared.Add(name, fields);
            agents.Add(new AgentProvision(name, description, path ?? "", file?.Location) { Deprecated = deprecated });
        }

        return agents.ToImmutable();
    }
}
