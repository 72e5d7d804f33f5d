using System.Runtime.Versioning;
using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox.Bubblewrap;
using Speckit.Host.Sandbox.Confinement;
using Speckit.Host.Sandbox.Machine;
using Speckit.Host.Sandbox.Network;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Sandbox.Confinement;

[SupportedOSPlatform("linux")]
public sealed class OrderBuilderTests
{
    private static readonly SandboxMachine Machine = new() { LandlockVersion = 7, HasSeccomp = true };

    [Fact]
    public void Build_NoGrant_ExecutesItsRuntimeAndWritesItsData()
    {
        using var project = new TestProject();

        var order = Build(project, Profile(project));

        Access(order, "/").ShouldBe(LandlockAccess.Read);
        Access(order, project.At(".specify", "data", "tool"))
            .ShouldBe(LandlockAccess.Read | LandlockAccess.Write | LandlockAccess.MakeFifo);
        (Access(order, "/usr/bin/python3") & LandlockAccess.Execute).ShouldNotBe(0ul);
        (Access(order, "/usr/bin") & LandlockAccess.Execute).ShouldBe(0ul);
        (Access(order, project.Layout.Root) & LandlockAccess.Write).ShouldBe(0ul);
        order.ProxyPort.ShouldBe((ushort)0);
        order.Parent.ShouldBe(0);
        order.Scoped.ShouldBe(3ul);
        order.Filter.Length.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void Build_Network_OpensTheProxysPortInTheFullTierAlone()
    {
        using var project = new TestProject();
        var profile = Profile(project) with { Hosts = new HostRules() };

        Build(project, profile).ProxyPort.ShouldBe(OrderBuilder.ProxyPort);
        Build(project, profile, SandboxTier.Restricted).ProxyPort.ShouldBe((ushort)0);
    }

    [Fact]
    public void Build_Restricted_ListsWhatIsRead()
    {
        using var project = new TestProject();
        Directory.CreateDirectory(project.At("src"));
        Directory.CreateDirectory(project.At(".git"));
        Directory.CreateSymbolicLink(project.At("away"), "/etc");
        var profile = Profile(project) with { Project = ProjectAccess.Write };

        var order = Build(project, profile, SandboxTier.Restricted);

        Access(order, "/").ShouldBe(0ul);
        Access(order, "/usr/lib").ShouldBe(LandlockAccess.Read);
        Access(order, project.At("src")).ShouldBe(LandlockAccess.Read | LandlockAccess.Write);
        Access(order, project.At(".git")).ShouldBe(LandlockAccess.Read);
        Access(order, project.At(".specify")).ShouldBe(0ul);
        Access(order, project.At("away")).ShouldBe(0ul);
        Access(order, project.Layout.Root).ShouldBe(LandlockAccess.ReadDirectory);
        order.Parent.ShouldBe(Environment.ProcessId);
        order.DropCapabilities.ShouldBeTrue();
        Access(order, "/proc").ShouldBe(0ul);
        Access(order, "/proc/self").ShouldBe(LandlockAccess.Read);
    }

    [Fact]
    public void Build_AProtectedLink_KeepsTheRootFromBeingWritten()
    {
        using var project = new TestProject();
        var profile = Profile(project) with { Project = ProjectAccess.Write };
        (Access(Build(project, profile), project.Layout.Root) & LandlockAccess.MakeRegular).ShouldNotBe(0ul);
        Directory.CreateSymbolicLink(project.At(".claude"), "elsewhere");

        (Access(Build(project, profile), project.Layout.Root) & LandlockAccess.MakeRegular).ShouldBe(0ul);
    }

    [Theory]
    [InlineData(PluginRuntime.Native, 512ul)]
    [InlineData(PluginRuntime.Python, 512ul)]
    [InlineData(PluginRuntime.Dotnet, 1024ul)]
    [InlineData(PluginRuntime.Node, 1024ul)]
    public void Build_WithoutAControlGroup_LimitsDataByTheRuntime(PluginRuntime kind, ulong megabytes)
    {
        using var project = new TestProject();

        var limits = Build(project, Profile(project), SandboxTier.Full, kind).Limits;

        limits.ShouldContain(new ProcessLimit(4, 0));
        limits.ShouldContain(new ProcessLimit(2, megabytes << 20));
        limits.ShouldContain(new ProcessLimit(7, 1024));
        limits.ShouldContain(new ProcessLimit(6, 128));
        Build(project, Profile(project), SandboxTier.Restricted, kind).Limits.ShouldNotContain(l => l.Resource == 6);
    }

    [Fact]
    public void Build_Paths_AreCheckedByWhatTheyAre()
    {
        using var project = new TestProject();
        Directory.CreateDirectory(project.At(".git"));
        Directory.CreateDirectory(project.Layout.PluginDataDirectory(PluginName.Parse("tool")));
        var profile = Profile(project) with { Project = ProjectAccess.Write };

        var paths = Build(project, profile).Checks.Select(c => c.Path).ToArray();

        paths.ShouldBe([profile.DataDirectory, project.Layout.Root, project.At(".git")]);
    }

    private static ConfineOrder Build(
        TestProject project,
        SandboxProfile profile,
        SandboxTier tier = SandboxTier.Full,
        PluginRuntime kind = PluginRuntime.Native
    ) =>
        new OrderBuilder(
            Machine,
            profile,
            new RuntimePaths(["/usr/bin/python3"], ["/usr/bin/python3"]),
            ProtectedEntries.Find(profile)
        ).Build(tier, kind, hasGroup: false);

    private static ulong Access(ConfineOrder order, string path) =>
        order.Files.Where(f => f.Path == path).Aggregate(0ul, (all, f) => all | f.Access);

    private static SandboxProfile Profile(TestProject project) =>
        new()
        {
            Plugin = "tool",
            ProjectRoot = project.Layout.Root,
            Project = ProjectAccess.None,
            PackageDirectory = project.At(".specify", "plugins", "tool"),
            DataDirectory = project.At(".specify", "data", "tool"),
        };
}
