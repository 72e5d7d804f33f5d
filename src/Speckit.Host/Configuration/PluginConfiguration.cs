using System.Text.Json.Nodes;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Yaml;

namespace Speckit.Host.Configuration;

/// <summary>A plugin's configuration: the user's <c>config.yaml</c> over the manifest's defaults.</summary>
public static class PluginConfiguration
{
    /// <summary>The effective configuration. Maps merge deeply; scalars and lists of the user replace.</summary>
    /// <param name="project">The project.</param>
    /// <param name="manifest">The installed plugin's manifest.</param>
    public static Result<JsonObject> Load(ProjectLayout project, PluginManifest manifest) =>
        Load(project.PluginConfigFile(manifest.Name), manifest, project.PluginDirectory(manifest.Name));

    /// <summary>The effective configuration of a plugin whose files are somewhere else.</summary>
    /// <param name="path">The user's configuration; an absent file says nothing.</param>
    /// <param name="manifest">The plugin's manifest.</param>
    /// <param name="packageDirectory">The folder of its package.</param>
    public static Result<JsonObject> Load(string path, PluginManifest manifest, string packageDirectory)
    {
        var defaults = manifest.ConfigurationDefaults?.DeepClone().AsObject() ?? [];
        if (!File.Exists(path))
        {
            return defaults;
        }

        var read = YamlReader.Read(path, File.ReadAllText(path));
        if (!read.TryGet(out var document))
        {
            return read.Propagate<JsonObject>();
        }

        return document.ToJson() switch
        {
            null => defaults,
            JsonObject user => Merge(defaults, user),
            _ => HostDiagnostics.ConfigurationInvalid.Error(
                "the configuration is not a map",
                "write 'key: value' lines",
                new SourceLocation(path, 1, 1)
            ),
        };
    }

    private static JsonObject Merge(JsonObject defaults, JsonObject user)
    {
        foreach (var (key, value) in user)
        {
            if (value is JsonObject map && defaults[key] is JsonObject below)
            {
                Merge(below, map);
            }
            else
            {
                defaults[key] = value?.DeepClone();
            }
        }

        return defaults;
    }
}
