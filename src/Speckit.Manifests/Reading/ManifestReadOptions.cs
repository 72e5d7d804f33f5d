namespace Speckit.Manifests.Reading;

/// <summary>How a manifest is read.</summary>
public sealed record ManifestReadOptions
{
    /// <summary>For use on this machine.</summary>
    public static ManifestReadOptions Default { get; } = new();

    /// <summary>For a registry.</summary>
    public static ManifestReadOptions ForPublishing { get; } = new() { Use = ManifestUse.Publish };

    /// <summary>What it is read for.</summary>
    public ManifestUse Use { get; init; } = ManifestUse.Local;

    /// <summary>
    /// The name of the plugin's folder, which becomes the plugin's where an OSpec manifest does not say one; null for the
    /// folder of the file's name.
    /// </summary>
    public string? FolderName { get; init; }
}

/// <summary>What a manifest is read for (decisions, 2).</summary>
public enum ManifestUse
{
    /// <summary>To run it here: an OSpec manifest without name or version is filled in, with a warning.</summary>
    Local,

    /// <summary>To publish it: name and version must be there.</summary>
    Publish,
}
