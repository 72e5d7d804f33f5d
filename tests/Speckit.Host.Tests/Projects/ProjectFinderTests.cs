using Speckit.Host.Projects;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Projects;

public sealed class ProjectFinderTests
{
    [Fact]
    public void Find_BelowProject_GivesNearestRoot()
    {
        using var project = new TestProject();
        Directory.CreateDirectory(project.At("a", "b"));

        ProjectFinder.Find(project.At("a", "b"), project.User).Value.ShouldBe(project.Layout);
        ProjectFinder.Find(project.At("a", "b") + "/", project.User).Value.ShouldBe(project.Layout);
        ProjectFinder.Find(project.Layout.Root + "/", project.User).Value.ShouldBe(project.Layout);
        ProjectFinder.At(project.Layout.Root + "/").Value.ShouldBe(project.Layout);
    }

    [Fact]
    public void Find_HomeHasState_IsNoProject()
    {
        using var project = new TestProject();
        Directory.CreateDirectory(project.User.Directory);

        ProjectFinder.Find(project.User.Home, project.User).Diagnostics[0].Code.ShouldBe("SPK5001");
        ProjectFinder.Find(project.User.Home, new UserLayout(project.User.Home + "/")).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public void At_NoState_SaysHowToInitialise()
    {
        using var project = new TestProject();

        ProjectFinder
            .At(project.Outside("elsewhere"))
            .Diagnostics[0]
            .Hint.ShouldNotBeNull()
            .ShouldContain("specify init");
    }
}
