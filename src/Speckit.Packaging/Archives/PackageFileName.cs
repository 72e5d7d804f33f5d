using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Packaging.Archives;

/// <summary>The names of packages and their signatures (formats, "Package", "Signature").</summary>
public static class PackageFileName
{
    /// <summary>What an archive's name ends with.</summary>
    public const string Extension = ".tar.gz";

    /// <summary>What is appended to an archive's name for its signature envelope.</summary>
    public const string SignatureSuffix = ".sig";

    /// <summary><c>name-version.tar.gz</c>, or <c>scope-name-version.tar.gz</c>.</summary>
    public static string For(PluginName name, SemanticVersion version)
    {
        ArgumentNullException.ThrowIfNull(name);
        return $"{name.ArchiveStem}-{version}{Extension}";
    }
}
