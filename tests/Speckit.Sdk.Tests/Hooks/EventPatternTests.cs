using Speckit.Sdk.Hooks;

namespace Speckit.Sdk.Tests.Hooks;

public class EventPatternTests
{
    [Theory]
    [InlineData("workflow.implement.completed", "workflow.implement.completed", true)]
    [InlineData("workflow.*.completed", "workflow.implement.completed", true)]
    [InlineData("workflow.**", "workflow.implement.completed", true)]
    [InlineData("**", "system.init", true)]
    [InlineData("workflow.*", "workflow.implement.completed", false)]
    [InlineData("workflow.**", "workflow", false)]
    [InlineData("workflow.implement", "workflow.implement.completed", false)]
    [InlineData("workflow.implement.completed", "workflow.implement", false)]
    [InlineData("**.completed", "workflow.implement.completed", false)]
    [InlineData("Workflow.*", "workflow.x", false)]
    public void Matches_PatternAndName_AreCompared(string pattern, string name, bool matches) =>
        EventPattern.Matches(pattern, name).ShouldBe(matches);
}
