using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Sections;

/// <summary><c>requires.plugins</c>: <c>{ name, version, optional? }</c>.</summary>
internal static class PluginDependencyList
{
    public static Declared NothingDeclared() => new("requirement of plugin", "join their ranges, separated by a space");

    /// <summary>Reads the list.</summary>
    /// <param name="requires">The section it is in.</param>
    /// <param name="self">The plugin itself, which it must not require.</param>
    /// <param name="declared">What was required before.</param>
    public static ImmutableArray<PluginDependency> Read(Fields requires, PluginName? self, Declared declared)
    {
        var plugins = ImmutableArray.CreateBuilder<PluginDependency>();
        foreach (var fields in requires.Sections("plugins"))
        {
            var nameValue = fields.Require("name", "the plugin's name");
            var name = nameValue is null ? null : Names.Plugin(nameValue);
            var range = fields.Require("version", "a version range such as \">=1.0.0\", or \"*\" for any")?.Range();
            var optional = fields.Boolean("optional") ?? false;
            fields.Done();
            declared.Add(name?.ToString() ?? "", fields);
            CheckIsAnother(name, self, fields.Problems, fields.Location);
            if (name is not null && range is not null)
            {
                plugins.Add(new PluginDependency(name, range, optional));
            }
        }

        return plugins.ToImmutable();
    }

    public static void CheckIsAnother(PluginName? name, PluginName? self, Problems problems, SourceLocation location)
    {
        if (name is not null && name == self)
        {
            problems.Add(ManifestDiagnostics.RequiresItself.Error($"'{name}' requires itself.", "remove it", location));
        }
    }
}
