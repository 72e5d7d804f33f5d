using System.Text.Json.Nodes;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Configuration;

/// <summary>A plugin's configuration: the user's <c>config.yaml</c> over the manifest's defaults, checked against the plugin's schema
/// (JP design §4; decisions, 15).</summary>
public static class PluginConfiguration
{
    /// <summary>The effective configuration, valid but for references to the environment, which are as they are written. Maps merge
    /// deeply; scalars and lists of the user replace.</summary>
    /// <param name="project">The project.</param>
    /// <param name="manifest">The installed plugin's manifest.</param>
    /// <returns>The configuration, or everything that is wrong with it, each with its place in the user's file.</returns>
    public static Result<JsonObject> Load(ProjectLayout project, PluginManifest manifest) =>
        Load(project.PluginConfigFile(manifest.Name), manifest, project.PluginDirectory(manifest.Name));

    /// <summary>The effective configuration of a plugin whose files are somewhere else.</summary>
    /// <param name="path">The user's configuration; an absent file says nothing.</param>
    /// <param name="manifest">The plugin's manifest.</param>
    /// <param name="packageDirectory">The folder of its package.</param>
    /// <param name="shownAs">The file as diagnostics name it; null for its path.</param>
    /// <returns><inheritdoc cref="Load(ProjectLayout, PluginManifest)"/></returns>
    public static Result<JsonObject> Load(
        string path,
        PluginManifest manifest,
        string packageDirectory,
        string? shownAs = null
    )
    {
        var read = Read(path, manifest, packageDirectory, shownAs);
        if (!read.TryGet(out var configuration))
        {
            return read.Propagate<JsonObject>();
        }

        var problems = configuration.Problems();
        return problems.IsEmpty ? configuration.Effective : Result<JsonObject>.Failure(problems);
    }

    /// <summary>The configuration as the plugin gets it: with its references to the environment and to secrets resolved. The values are
    /// <see cref="HostEnvironment.Secrets"/> from then on.</summary>
    /// <param name="host">The project.</param>
    /// <param name="manifest">The installed plugin's manifest.</param>
    /// <returns>The configuration; or everything that is wrong with it, which names missing variables and never shows a value.</returns>
    public static Result<JsonObject> LoadForPlugin(HostEnvironment host, PluginManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(host);
        var project = host.Project;
        var read = Read(project.PluginConfigFile(manifest.Name), manifest, project.PluginDirectory(manifest.Name));
        if (!read.TryGet(out var configuration))
        {
            return read.Propagate<JsonObject>();
        }

        var problems = configuration.Problems();
        return problems.IsEmpty
            ? ReferenceResolver.Resolve(configuration, new SecretSource(host.User, host.Variable), host.Secrets)
            : Result<JsonObject>.Failure(problems);
    }

    /// <summary>The parts of an installed plugin's configuration, whether or not they fit together.</summary>
    internal static Result<ConfigurationParts> Read(ProjectLayout project, PluginManifest manifest) =>
        Read(project.PluginConfigFile(manifest.Name), manifest, project.PluginDirectory(manifest.Name));

    private static Result<ConfigurationParts> Read(
        string path,
        PluginManifest manifest,
        string packageDirectory,
        string? shownAs = null
    )
    {
        var schema = ConfigurationSchema.Load(manifest, packageDirectory);
        var file = ConfigurationFile.Read(path, shownAs ?? path);
        return schema.Succeeded && file.Succeeded
            ? new ConfigurationParts(manifest, schema.Value, file.Value)
            : Result<ConfigurationParts>.Failure([.. schema.Diagnostics, .. file.Diagnostics]);
    }
}
