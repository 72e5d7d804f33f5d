using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Sections;

/// <summary>Files of the package that a manifest names.</summary>
internal static class PackageFiles
{
    /// <summary>Stands in where a manifest gives none; a manifest with one is never returned.</summary>
    public static PackageFile None { get; } = new("");

    public static PackageFile? Find(Fields fields, string key) => fields.Find(key) is { } value ? Read(value) : null;

    public static PackageFile? Read(Value value) =>
        PackagePath.Read(value) is { } path ? new PackageFile(path, value.Location) : null;

    /// <summary>A file or a folder, which may end with a slash.</summary>
    public static PackageFile RequireAny(Fields fields, string key, string expected) =>
        fields.Require(key, expected) is { } value && PackagePath.ReadDirectory(value) is { } path
            ? new PackageFile(path, value.Location)
            : None;
}
