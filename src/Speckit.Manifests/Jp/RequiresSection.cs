using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Jp;

/// <summary><c>requires</c> (JP design §4, §8.3).</summary>
internal static class RequiresSection
{
    public static Requirements Read(Fields root, PluginName? self)
    {
        if (root.Section("requires") is not { } requires)
        {
            return Requirements.None;
        }

        var requirements = new Requirements
        {
            Speckit = requires.Find("speckit")?.Range(),
            Python = requires.Find("python")?.Range(),
            Node = requires.Find("node")?.Range(),
            Dotnet = requires.Find("dotnet")?.Range(),
            Plugins = ReadPlugins(requires, self),
            Capabilities = ReadCapabilities(requires),
        };
        requires.Done();
        return requirements;
    }

    private static ImmutableArray<PluginDependency> ReadPlugins(Fields requires, PluginName? self)
    {
        var declared = new Declared("requirement of plugin", "join their ranges, separated by a space");
        var plugins = ImmutableArray.CreateBuilder<PluginDependency>();
        foreach (var fields in requires.Sections("plugins"))
        {
            var nameValue = fields.Require("name", "the plugin's name");
            var name = nameValue is null ? null : Names.Plugin(nameValue);
            var range = fields.Require("version", "a version range such as \">=1.0.0\", or \"*\" for any")?.Range();
            var optional = fields.Boolean("optional") ?? false;
            fields.Done();
            declared.Add(name?.ToString() ?? "", fields);
            if (name is not null && name == self)
            {
                fields.Problems.Add(
                    ManifestDiagnostics.RequiresItself.Error($"'{name}' requires itself.", "remove it", fields.Location)
                );
            }

            if (name is not null && range is not null)
            {
                plugins.Add(new PluginDependency(name, range, optional));
            }
        }

        return plugins.ToImmutable();
    }

    private static ImmutableArray<string> ReadCapabilities(Fields requires)
    {
        var known = Capability.All.Select(c => c.Id).ToList();
        var capabilities = ImmutableArray.CreateBuilder<string>();
        foreach (var value in requires.DistinctTexts("capabilities"))
        {
            var id = value.Text()!;
            capabilities.Add(id);
            if (Capability.Find(id) is null)
            {
                value.Problems.Add(
                    ManifestDiagnostics.UnknownCapability.Error(
                        $"'{value.Path}' is '{Excerpt.Of(id)}', which is no capability; expected {Words.Or(known)}.",
                        Suggestion.DidYouMean(id, known),
                        value.Location
                    )
                );
            }
        }

        return capabilities.ToImmutable();
    }
}
