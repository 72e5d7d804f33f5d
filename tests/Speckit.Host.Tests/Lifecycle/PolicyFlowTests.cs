using Speckit.Host.Grants;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Lifecycle;

/// <summary>Policies decide when a plugin is installed, enabled and started, not only when somebody asks what they say.</summary>
public sealed class PolicyFlowTests
{
    private static readonly PluginName Tool = PluginName.Parse("tool");

    [Theory]
    [InlineData("plugins: { blocked: [tool] }")]
    [InlineData("trust: { minimum_level: self-signed }")]
    [InlineData("registries: { blocked: [\"*\"] }")]
    [InlineData("no_such_rule: 1")]
    public async Task Install_PolicyForbidsOrIsBroken_ChangesNothing(string rule)
    {
        using var project = new TestProject();
        Write(project, rule);

        var outcome = await project.InstallAsync(new PluginSource("tool").Pack(project.Folder));

        outcome.Diagnostics[0].Code.ShouldStartWith("SPK80");
        project.Observer.Asked.ShouldBeEmpty("nobody is asked for what is forbidden");
        project.LockFile.Plugins.ShouldBeEmpty();
        project.AuditLines[^1].ShouldContain("refused");
    }

    [Fact]
    public async Task Run_CapabilityBlockedAfterTheInstall_IsTakenFromTheGrant()
    {
        using var project = new TestProject();
        var plugin = await project.InstalledAsync(
            new PluginSource("tool") { Capabilities = ["network", "filesystem.read"] }
        );
        Write(project, "capabilities: { blocked: [network] }");

        var granted = await TrustGate.CheckAsync(project.Host, plugin, PolicyMoment.Run, CancellationToken.None);

        granted.Value.Capabilities.ShouldBe(["filesystem.read"]);
    }

    [Theory]
    [InlineData("sandbox: { minimum_tier: restricted }")]
    [InlineData("sandbox: { minimum_tier: full }")]
    public async Task Enable_TierThatCannotBeReached_IsRefusedInsteadOfRunWithLess(string rule)
    {
        using var project = new TestProject();
        await project.InstalledAsync(PluginSource.Echo("tool", ["echo:say"]));
        Write(project, rule);

        var enabled = await project.EnableAsync(Tool);

        enabled.Diagnostics[0].Code.ShouldBe("SPK5030");
        project.LockFile.Plugins[Tool].Enabled.ShouldBeFalse();
    }

    private static void Write(TestProject project, string rule) =>
        File.WriteAllText(Path.Combine(project.Layout.Directory, "policy.yaml"), $"plugin_policy:\n  {rule}\n");
}
