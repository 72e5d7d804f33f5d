using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary><c>context_providers</c> (OSpec: "Template Context Providers"): name to <c>{ provider, configuration?, provides? }</c>.</summary>
internal static class ContextProviderSection
{
    private static readonly PluginName Nobody = PluginName.Parse("none");

    public static ImmutableArray<ContextProvider> Read(Fields root)
    {
        var providers = ImmutableArray.CreateBuilder<ContextProvider>();
        foreach (var (name, value) in root.Find("context_providers")?.Entries() ?? [])
        {
            Names.CheckKey(value, name);
            if (value.Section() is { } fields)
            {
                providers.Add(ReadOne(name, fields));
            }
        }

        return providers.ToImmutable();
    }

    private static ContextProvider ReadOne(string name, Fields fields)
    {
        var provider = fields.Require("provider", "the plugin that answers");
        var context = new ContextProvider(
            name,
            (provider is null ? null : Names.Plugin(provider)) ?? Nobody,
            fields.Find("configuration")?.Json(),
            fields.Texts("provides")
        )
        {
            Deprecated = DeprecationReader.Read(fields),
        };
        fields.Done();
        return context;
    }
}
