using Speckit.Host.Consent;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Consent;

/// <summary>Consent that is given for a change counts with the change, and only with it.</summary>
public sealed class AnnouncementTests
{
    private static readonly PluginName Tool = PluginName.Parse("tool");
    private static readonly string Other = "sha256:" + new string('0', 64);

    [Fact]
    public async Task Announced_ChangeWasMade_IsGiven()
    {
        using var project = new TestProject();
        var plugin = await project.InstalledAsync(new PluginSource("tool"));
        var consents = project.Host.Consents;
        consents.Withdraw(project.Layout, Tool);
        consents.Announce(project.Layout, [KeyValuePair.Create(Tool, new Consented(plugin.Tree, ["network"]))]);
        consents.Read(project.Layout).ShouldBeEmpty();
        consents.Find(project.Layout, Tool, plugin.Tree)!.Capabilities.ShouldBe(["network"]);

        consents.Settle(project.Layout, project.LockFile);

        consents.Read(project.Layout)[Tool].Tree.ShouldBe(plugin.Tree);
    }

    [Fact]
    public async Task Announced_ChangeWasNotMade_IsForgottenAndTheOldOneCounts()
    {
        using var project = new TestProject();
        var plugin = await project.InstalledAsync(new PluginSource("tool"));
        var consents = project.Host.Consents;
        consents.Announce(project.Layout, [KeyValuePair.Create(Tool, new Consented(Other, []))]);
        consents.Find(project.Layout, Tool, plugin.Tree).ShouldNotBeNull();
        consents.Find(project.Layout, Tool, Other).ShouldNotBeNull();

        consents.Settle(project.Layout, project.LockFile);

        consents.Read(project.Layout)[Tool].Tree.ShouldBe(plugin.Tree);
        consents.Find(project.Layout, Tool, Other).ShouldBeNull();
    }

    [Fact]
    public async Task Announced_ForAnotherPlugin_ChangesNothing()
    {
        using var project = new TestProject();
        var plugin = await project.InstalledAsync(new PluginSource("tool"));
        var consents = project.Host.Consents;
        var absent = PluginName.Parse("absent");
        consents.Announce(project.Layout, [KeyValuePair.Create(absent, new Consented(plugin.Tree, []))]);

        consents.Find(project.Layout, Tool, Other).ShouldBeNull();
        consents.Settle(project.Layout, project.LockFile);

        consents.Read(project.Layout).Keys.ShouldBe([Tool]);
    }
}
