using Speckit.Host.Locking;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;

namespace Speckit.Host.Installed;

/// <summary>Reads an installed plugin's manifest.</summary>
internal static class InstalledPluginReader
{
    /// <summary>What the host needs to know; a manifest that is absent or unreadable becomes the plugin's <see cref="InstalledPlugin.Problem"/>.</summary>
    internal static InstalledPlugin Read(ProjectLayout layout, PluginName name, LockedPlugin locked)
    {
        var manifest = ReadManifest(layout, name);
        var plugin = new InstalledPlugin
        {
            Name = name,
            Version = locked.Version.ToString(),
            Description = "",
            Trust = locked.Trust,
            Enabled = locked.Enabled,
            Tree = locked.Tree,
            Resolved = locked.Resolved,
            Capabilities = locked.Capabilities,
        };
        return manifest.TryGet(out var read)
            ? plugin with
            {
                Description = read.Description,
                Capabilities = [.. locked.Capabilities.Intersect(read.Requires.Capabilities)],
                Runtime = read.Runtime,
                Commands = read.Provides.Commands,
                Agents = read.Provides.Agents,
                Hooks = read.Provides.Hooks,
            }
            : plugin with
            {
                Problem = manifest.Diagnostics[0].ToString(),
            };
    }

    /// <summary>The manifest of an installed plugin.</summary>
    internal static Result<PluginManifest> ReadManifest(ProjectLayout layout, PluginName name)
    {
        var path = Path.Combine(layout.PluginDirectory(name), PluginManifest.FileName);
        try
        {
            return ManifestReader.Read(
                path,
                File.ReadAllText(path),
                new ManifestReadOptions { FolderName = name.ToString() }
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return HostDiagnostics.InstalledManifestInvalid.Error(
                $"{name} is in the lock file, but its files are not there",
                $"run 'specify plugin install {name}' to fetch them"
            );
        }
    }
}
