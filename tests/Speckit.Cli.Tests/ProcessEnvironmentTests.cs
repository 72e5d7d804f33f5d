namespace Speckit.Cli.Tests;

public sealed class ProcessEnvironmentTests
{
    [Fact]
    public void HomeOf_AFolderThatIsNotThere_IsThatFolder()
    {
        var home = Path.Combine(Path.GetTempPath(), "no-such-home");
        ProcessEnvironment.HomeOf(home).ShouldBe(home);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("home")]
    [InlineData("../home")]
    public void HomeOf_ARelativeName_IsNotBelowTheWorkingFolder(string named) =>
        ProcessEnvironment
            .HomeOf(named)
            .ShouldBe(Path.Combine(Path.GetPathRoot(Environment.CurrentDirectory)!, named.TrimStart('.', '/')));
}
