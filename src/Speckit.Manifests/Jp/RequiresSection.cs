using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

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

        var (capabilities, reasons) = CapabilityList.Read(requires);
        var requirements = new Requirements
        {
            Speckit = requires.Find("speckit")?.Range(),
            Python = requires.Find("python")?.Range(),
            Node = requires.Find("node")?.Range(),
            Dotnet = requires.Find("dotnet")?.Range(),
            Plugins = PluginDependencyList.Read(requires, self, PluginDependencyList.NothingDeclared()),
            Capabilities = capabilities,
            CapabilityReasons = reasons,
        };
        requires.Done();
        return requirements;
    }
}
