using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary><c>dependencies</c>, <c>engines</c> and <c>requires</c> (OSpec: "Plugin Manifest"; decisions, 10).</summary>
internal static class RequirementsSection
{
    private const string CoreKey = "ospec_core";

    /// <summary>The keys of a stack's <c>dependencies</c> that hold packages of its projects, not plugins.</summary>
    public static ImmutableArray<string> PackageKeys { get; } = ["required", "optional"];

    public static Requirements Read(Fields root, PluginName? self, bool isStack)
    {
        var declared = PluginDependencyList.NothingDeclared();
        var requirements = ReadEngines(root);
        var plugins = ReadDependencies(root, self, isStack, declared, ref requirements);
        if (root.Section("requires") is { } requires)
        {
            var (capabilities, reasons) = CapabilityList.Read(requires);
            requirements = requirements with { Capabilities = capabilities, CapabilityReasons = reasons };
            plugins = plugins.AddRange(PluginDependencyList.Read(requires, self, declared));
            requires.Done();
        }

        return requirements with
        {
            Plugins = plugins,
        };
    }

    private static Requirements ReadEngines(Fields root)
    {
        if (root.Section("engines") is not { } engines)
        {
            return Requirements.None;
        }

        var requirements = new Requirements
        {
            Ospec = engines.Find("ospec")?.Range(),
            Speckit = engines.Find("speckit")?.Range(),
            Node = engines.Find("node")?.Range(),
            Python = engines.Find("python")?.Range(),
            Dotnet = engines.Find("dotnet")?.Range(),
        };
        engines.Done();
        return requirements;
    }

    // Plugin to range; "ospec_core" is the core itself.
    private static ImmutableArray<PluginDependency> ReadDependencies(
        Fields root,
        PluginName? self,
        bool isStack,
        Declared declared,
        ref Requirements requirements
    )
    {
        var plugins = ImmutableArray.CreateBuilder<PluginDependency>();
        foreach (var (key, value) in root.Find("dependencies")?.Entries() ?? [])
        {
            if (isStack && PackageKeys.Contains(key, StringComparer.Ordinal))
            {
                continue;
            }

            var range = value.Range();
            if (key == CoreKey)
            {
                requirements = requirements with { OspecCore = range };
                continue;
            }

            var name = Names.PluginKey(value, key);
            PluginDependencyList.CheckIsAnother(name, self, value.Problems, value.KeyLocation);
            if (name is not null && range is not null)
            {
                declared.Add(name.ToString(), value.Problems, value.KeyLocation);
                plugins.Add(new PluginDependency(name, range, Optional: false));
            }
        }

        return plugins.ToImmutable();
    }
}
