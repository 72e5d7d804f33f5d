using Speckit.Host.Lifecycle;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Lifecycle;

/// <summary>Another command was faster: what it did stays, and what was planned is planned again, or refused with the reason.</summary>
public sealed class ReplanningTests
{
    private static readonly PluginName Tool = PluginName.Parse("tool");
    private static readonly PluginName Base = PluginName.Parse("base");

    [Fact]
    public async Task RollBack_EnabledMeanwhile_StaysEnabled()
    {
        using var project = new TestProject();
        await InstallVersionsAsync(project, "1.0.0", "2.0.0");
        project.Observer.Meanwhile = () => project.EnableAsync(Tool);

        var outcome = await RollBackAsync(project);

        outcome.Value.Version.ToString().ShouldBe("1.0.0");
        project.LockFile.Plugins[Tool].Enabled.ShouldBeTrue();
        RecordingOutput.Read(project.Layout).ShouldBe(["tool 1.0.0"]);
    }

    [Fact]
    public async Task RollBack_ReplacedMeanwhile_BeginsAgainFromThere()
    {
        using var project = new TestProject();
        await InstallVersionsAsync(project, "1.0.0", "2.0.0");
        project.Observer.Meanwhile = () => InstallVersionsAsync(project, "3.0.0");

        var outcome = await RollBackAsync(project);

        outcome.Value.Version.ToString().ShouldBe("2.0.0");
        outcome.Value.Replaced!.ToString().ShouldBe("3.0.0");
        project.Observer.Said.ShouldContain(line => line.EndsWith("beginning again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RollBack_RemovedMeanwhile_SaysThatItIsNotInstalled()
    {
        using var project = new TestProject();
        await InstallVersionsAsync(project, "1.0.0", "2.0.0");
        project.Observer.Meanwhile = () => project.RemoveAsync(Tool);

        (await RollBackAsync(project)).Diagnostics.Single().Code.ShouldBe("SPK5004");

        project.LockFile.Plugins.ShouldBeEmpty();
    }

    [Fact]
    public async Task RollBack_ToAVersionThatNeedsWhatIsGone_NamesIt()
    {
        using var project = new TestProject();
        await project.InstalledAsync(new PluginSource("base"));
        await project.InstalledAsync(
            new PluginSource("tool") { Requires = "  plugins:\n    - { name: base, version: \"^1.0.0\" }\n" }
        );
        await InstallVersionsAsync(project, "2.0.0");
        (await project.RemoveAsync(Base)).Succeeded.ShouldBeTrue();

        var problem = (await RollBackAsync(project)).Diagnostics.Single();

        problem.Code.ShouldBe("SPK5007");
        problem.Message.ShouldContain("tool needs base ^1.0.0");
        project.LockFile.Plugins[Tool].Version.ToString().ShouldBe("2.0.0");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Replanning.Attempts)]
    public async Task Run_FitsAtLast_Succeeds(int attempts)
    {
        var made = 0;

        var result = await Replanning.RunAsync(
            new RecordingObserver(),
            () => Task.FromResult<Result<string>>(++made == attempts ? "done" : Changed())
        );

        result.Value.ShouldBe("done");
        made.ShouldBe(attempts);
    }

    [Fact]
    public async Task Run_NeverFits_GivesUp()
    {
        var made = 0;

        var result = await Replanning.RunAsync(
            new RecordingObserver(),
            () =>
            {
                made++;
                return Task.FromResult<Result<string>>(Changed());
            }
        );

        result.Diagnostics.Single().Code.ShouldBe("SPK5026");
        made.ShouldBe(Replanning.Attempts);
    }

    [Fact]
    public async Task Run_AnotherProblem_IsNotTriedAgain()
    {
        var made = 0;

        var result = await Replanning.RunAsync(
            new RecordingObserver(),
            () =>
            {
                made++;
                return Task.FromResult<Result<string>>(HostDiagnostics.FileSystem.Error("disk on fire"));
            }
        );

        result.Diagnostics.Single().Code.ShouldBe("SPK5018");
        made.ShouldBe(1);
    }

    private static Diagnostic Changed() => HostDiagnostics.ProjectChanged.Error("another command was faster");

    private static async Task InstallVersionsAsync(TestProject project, params string[] versions)
    {
        foreach (var version in versions)
        {
            await project.InstalledAsync(new PluginSource("tool", version));
        }
    }

    private static async Task<Result<InstalledOutcome>> RollBackAsync(TestProject project)
    {
        using var kit = project.Kit();
        return await kit.Restorer.RollBackAsync(Tool, CancellationToken.None);
    }
}
