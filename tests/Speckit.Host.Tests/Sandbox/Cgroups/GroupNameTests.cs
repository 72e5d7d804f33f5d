using Speckit.Host.Sandbox.Cgroups;

namespace Speckit.Host.Tests.Sandbox.Cgroups;

public sealed class GroupNameTests
{
    [Fact]
    public void Next_Twice_GivesDifferentNames()
    {
        var first = GroupName.Next();
        first.ShouldStartWith(GroupName.Prefix);
        GroupName.Next().ShouldNotBe(first);
    }

    [Fact]
    public void IsAbandoned_AHostThatEnded_IsTrue()
    {
        using var ended = System.Diagnostics.Process.Start("true");
        ended.WaitForExit();
        var parts = GroupName.Next().Split('-');
        parts[2] = $"{ended.Id}";

        GroupName.IsAbandoned(string.Join('-', parts)).ShouldBeTrue();
    }

    [Fact]
    public void IsAbandoned_OwnName_IsFalse() => GroupName.IsAbandoned(GroupName.Next()).ShouldBeFalse();

    [Theory]
    [InlineData("speckit-7-11-100-1", false)] // It runs.
    [InlineData("speckit-7-11-99-1", true)] // Another process has its number now.
    [InlineData("speckit-7-12-100-1", true)] // Nobody has its number.
    [InlineData("speckit-8-12-100-1", false)] // Of another namespace: not seen from here.
    [InlineData("speckit-7-13-100-1", false)] // It is there, and cannot be looked at.
    [InlineData("speckit-7-12--1", false)]
    [InlineData("speckit-11-1", false)]
    [InlineData("speckit-7-x-100-1", false)]
    [InlineData("speckit-7--11-100-1", false)]
    [InlineData("speckit-7-99999999999-100-1", false)]
    [InlineData("other-7-12-100-1", false)]
    [InlineData("speckit-", false)]
    public void IsAbandoned_Name_ToldByNamespaceNumberAndStart(string name, bool abandoned) =>
        GroupName
            .IsAbandoned(
                name,
                "7",
                process =>
                    process switch
                    {
                        11 => "100",
                        13 => "",
                        _ => null,
                    }
            )
            .ShouldBe(abandoned);
}
