using Speckit.Sdk.Testing;

namespace Speckit.Sdk.Tests.Testing;

public class GlobPatternTests
{
    [Theory]
    [InlineData("**/*.py", "a.py", true)]
    [InlineData("**/*.py", "src/x/a.py", true)]
    [InlineData("src/**", "src/x/a.py", true)]
    [InlineData("src/*.py", "src/x/a.py", false)]
    [InlineData("src/?.py", "src/a.py", true)]
    [InlineData("src/**/a.py", "src/a.py", true)]
    [InlineData("*.py", "a.pyc", false)]
    public void Matches_PatternAndPath_AreCompared(string pattern, string path, bool matches) =>
        GlobPattern.Matches(pattern, path).ShouldBe(matches);
}
