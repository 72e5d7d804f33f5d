using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Jp;

/// <summary><c>provides.integrations</c>.</summary>
internal static class IntegrationSection
{
    public static ImmutableArray<IntegrationProvision> Read(Fields provides)
    {
        var declared = new Declared("integration", "rename one of them");
        var integrations = ImmutableArray.CreateBuilder<IntegrationProvision>();
        foreach (var fields in provides.Sections("integrations"))
        {
            var name = Names.Simple(fields);
            var description = fields.RequiredText("description", "what it connects to");
            var entrypoint = EntrypointReader.Require(fields, "entrypoint");
            var deprecated = DeprecationReader.Read(fields);
            fields.Done();
            declared.Add(name, fields);
            integrations.Add(new IntegrationProvision(name, description, entrypoint) { Deprecated = deprecated });
        }

        return integrations.ToImmutable();
    }
}
