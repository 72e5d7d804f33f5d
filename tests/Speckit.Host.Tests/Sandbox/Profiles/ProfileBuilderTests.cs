using Speckit.Host.Grants;
using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Sandbox.Profiles;

public sealed class ProfileBuilderTests
{
    [Fact]
    public async Task Build_NoCapability_GivesNothing()
    {
        using var project = new TestProject();

        var profile = await BuildAsync(
            project,
            [],
            new SandboxRequest { Environment = ["TOKEN"], AllowedHosts = ["*"] }
        );

        profile.Project.ShouldBe(ProjectAccess.None);
        profile.ReadPaths.ShouldBeEmpty();
        profile.Hosts.ShouldBeNull();
        profile.MayRunPrograms.ShouldBeFalse();
        profile.EnvironmentNames.ShouldBeEmpty();
        profile.Limits.ShouldBe(SandboxLimits.Default);
    }

    [Fact]
    public async Task Build_AllCapabilitiesWithoutRequest_GivesTheProject()
    {
        using var project = new TestProject();
        string[] all = ["filesystem.read", "filesystem.write", "network", "subprocess", "environment"];

        var profile = await BuildAsync(project, all, SandboxRequest.Default);

        profile.Project.ShouldBe(ProjectAccess.Write);
        profile.Hosts.ShouldNotBeNull().Allowed.ShouldBeNull();
        profile.MayRunPrograms.ShouldBeTrue();
        profile.EnvironmentNames.ShouldBeEmpty();
    }

    [Fact]
    public async Task Build_WriteWithoutRead_ReachesNoFile()
    {
        using var project = new TestProject();

        (await BuildAsync(project, ["filesystem.write"], SandboxRequest.Default)).Project.ShouldBe(ProjectAccess.None);
    }

    [Fact]
    public async Task Build_Paths_NarrowAndNeverReachSecrets()
    {
        using var project = new TestProject();
        var request = new SandboxRequest
        {
            ReadPaths = ["src/**/*.py", "/opt/data", "~/.ssh/id_rsa", "/etc/shadow", "/", ".specify/policy.yaml", "~/"],
            WritePaths = ["out", ".git/hooks", "plugins/.claude/x"],
        };

        var profile = await BuildAsync(project, ["filesystem.read", "filesystem.write"], request);

        profile.Project.ShouldBe(ProjectAccess.None);
        profile.ReadPaths.ShouldBe([project.At("src"), "/opt/data"]);
        profile.WritePaths.ShouldBe([project.At("out"), project.At("plugins/.claude/x")]);
        profile.Withheld.Length.ShouldBe(6);
        profile.Withheld.ShouldContain(w => w.StartsWith("~/.ssh/id_rsa: "));
        profile.Withheld.ShouldContain(w => w.StartsWith(".git/hooks: "));
    }

    [Theory]
    [InlineData("**/*.md", ProjectAccess.Read)]
    [InlineData(".", ProjectAccess.Read)]
    [InlineData("docs", ProjectAccess.None)]
    public async Task Build_APattern_IsTheFolderBeforeItsFirstWildcard(string pattern, ProjectAccess access)
    {
        using var project = new TestProject();

        var profile = await BuildAsync(
            project,
            ["filesystem.read", "filesystem.write"],
            new SandboxRequest { ReadPaths = [pattern], WritePaths = [] }
        );

        profile.Project.ShouldBe(access);
    }

    [Fact]
    public async Task Build_Variables_AreThoseByNameWithoutTheLoaders()
    {
        using var project = new TestProject();
        var request = new SandboxRequest
        {
            Environment = ["JIRA_URL", "LD_PRELOAD", "PATH", "PYTHONPATH", "http_proxy", "NODE_OPTIONS"],
        };

        (await BuildAsync(project, ["environment"], request)).EnvironmentNames.ShouldBe(["JIRA_URL"]);
    }

    [Fact]
    public void Limits_TheSmaller_Counts()
    {
        var asked = new ResourceLimits
        {
            MemoryMegabytes = 1024,
            Timeout = TimeSpan.FromSeconds(20),
            Processes = 4,
        };
        var allowed = new PolicyLimits
        {
            MemoryMb = 256,
            CpuPercent = 50,
            TimeoutSeconds = 60,
            Processes = 8,
            OpenFiles = 64,
            OutputMb = 1,
        };

        var limits = ProfileBuilder.LimitsOf(asked, allowed);

        limits.ShouldBe(
            new SandboxLimits
            {
                MemoryMegabytes = 256,
                CpuPercent = 50,
                Timeout = TimeSpan.FromSeconds(20),
                Processes = 4,
                OpenFiles = 64,
                OutputMegabytes = 1,
            }
        );
        ProfileBuilder
            .LimitsOf(ResourceLimits.Default, new PolicyLimits { TimeoutSeconds = 5 })
            .Timeout.ShouldBe(TimeSpan.FromSeconds(5));
        ProfileBuilder.LimitsOf(new ResourceLimits { CpuPercent = 10 }, PolicyLimits.None).CpuPercent.ShouldBe(10);
    }

    [Fact]
    public void Hosts_ARestrictedNetwork_WantsAList()
    {
        var restricted = new PolicyLimits { Network = NetworkAccess.Restricted };

        ProfileBuilder.HostsOf(SandboxRequest.Default, restricted).Allowed!.Value.ShouldBeEmpty();
        ProfileBuilder
            .HostsOf(new SandboxRequest { AllowedHosts = ["a.com"] }, restricted)
            .Allowed!.Value.ShouldBe(["a.com"]);
    }

    private static async Task<SandboxProfile> BuildAsync(
        TestProject project,
        string[] capabilities,
        SandboxRequest request
    )
    {
        var plugin = await project.InstalledAsync(new PluginSource("tool"));
        var granted = GrantedPlugin.In(project.Layout, plugin, [.. capabilities]);
        return ProfileBuilder.Build(project.Host, granted, request);
    }
}
