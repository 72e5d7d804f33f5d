using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary><c>entry_points</c>: <c>{ main?, types? }</c>.</summary>
internal static class EntryPointsSection
{
    public static EntryPoints Read(Fields root)
    {
        if (root.Section("entry_points") is not { } section)
        {
            return EntryPoints.None;
        }

        var main = section.Find("main");
        var entryPoints = new EntryPoints(
            main is null ? null : EntrypointReader.Read(main),
            PackageFiles.Find(section, "types")
        );
        section.Done();
        return entryPoints;
    }
}
