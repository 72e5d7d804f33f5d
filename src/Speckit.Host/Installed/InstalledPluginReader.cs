using Speckit.Host.Locking;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;

namespace Speckit.Host.Installed;

/// <summary>Reads an installed plugin's manifest.</summary>
public static class InstalledPluginReader
{
    /// <summary>What the host needs to know; a manifest that is absent or unreadable becomes the plugin's <see cref="InstalledPlugin.Problem"/>.</summary>
    internal static InstalledPlugin Read(ProjectLayout layout, PluginName name, LockedPlugin locked)
    {
        var manifest = ReadManifest(layout, name);
        return manifest.TryGet(out var read)
            ? Of(read, locked)
            : Of(name, locked) with
            {
                Problem = manifest.Diagnostics[0].ToString(),
            };
    }

    /// <summary>What the host needs to know of a plugin that is installed, or about to be.</summary>
    internal static InstalledPlugin Of(PluginManifest manifest, LockedPlugin locked) =>
        Of(manifest.Name, locked) with
        {
            Description = manifest.Description,
            Capabilities = [.. locked.Capabilities.Intersect(manifest.Requires.Capabilities)],
            Requires = manifest.Requires.Plugins,
            Runtime = manifest.Runtime,
            Deprecated = manifest.Deprecated,
            Commands = manifest.Provides.Commands,
            Agents = manifest.Provides.Agents,
            Hooks = manifest.Provides.Hooks,
        };

    private static InstalledPlugin Of(PluginName name, LockedPlugin locked) =>
        new()
        {
            Name = name,
            Version = locked.Version.ToString(),
            Description = "",
            Trust = locked.Trust,
            Enabled = locked.Enabled,
            Tree = locked.Tree,
            Resolved = locked.Resolved,
            Archive = locked.Archive,
            KeyId = locked.KeyId,
            Signer = locked.Signer,
            Capabilities = locked.Capabilities,
        };

    /// <summary>The manifest of an installed plugin.</summary>
    /// <returns>The manifest; or what is wrong with it, or that its files are not there.</returns>
    public static Result<PluginManifest> ReadManifest(ProjectLayout layout, PluginName name) =>
        ReadManifest(layout.PluginDirectory(name), name);

    /// <summary>The manifest of a plugin whose package is in that folder.</summary>
    internal static Result<PluginManifest> ReadManifest(string directory, PluginName name)
    {
        var path = Path.Combine(directory, PluginManifest.FileName);
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
