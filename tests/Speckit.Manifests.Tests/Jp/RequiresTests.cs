using Speckit.Manifests.Model;

namespace Speckit.Manifests.Tests.Jp;

public sealed class RequiresTests
{
    [Fact]
    public void Read_EveryKey_IsRead()
    {
        var requires = Manifests
            .Read(
                "requires: {speckit: ^0.1, python: '>=3.11', node: 18.x, dotnet: '9 || 10', plugins: [{name: '@a/b', version: ~1.2, optional: true}], capabilities: [subprocess]}\n"
            )
            .Value.Requires;

        (requires.Speckit!.Text, requires.Python!.Text, requires.Node!.Text, requires.Dotnet!.Text).ShouldBe(
            ("^0.1", ">=3.11", "18.x", "9 || 10")
        );
        var dependency = requires.Plugins.ShouldHaveSingleItem();
        (dependency.Name.ToString(), dependency.Range.Text, dependency.Optional).ShouldBe(("@a/b", "~1.2", true));
        requires.Capabilities.ShouldBe(["subprocess"]);
    }

    [Theory]
    [InlineData("{speckit: ¦latest}", "SPK1029")]
    [InlineData("{speckit: ¦'>= 1, < 2'}", "SPK1029")]
    [InlineData("{python: ¦3.10}", "SPK1029")]
    [InlineData("{node: ¦18}", "SPK1029")]
    [InlineData("{node: ¦true}", "SPK1025")]
    [InlineData("{¦ruby: '3'}", "SPK1023")]
    [InlineData("{plugins: [¦a]}", "SPK1025")]
    [InlineData("{plugins: [¦{name: a}]}", "SPK1024")]
    [InlineData("{plugins: [¦{version: '1'}]}", "SPK1024")]
    [InlineData("{plugins: [{name: ¦A, version: '1'}]}", "SPK1027")]
    [InlineData("{plugins: [{name: a, version: ¦one}]}", "SPK1029")]
    [InlineData("{plugins: [{name: a, version: '1', optional: ¦1}]}", "SPK1025")]
    [InlineData("{plugins: [¦{name: sample, version: '1'}]}", "SPK1042")]
    [InlineData("{plugins: [{name: a, version: '1'}, ¦{name: a, version: '2'}]}", "SPK1032")]
    [InlineData("{capabilities: [¦internet]}", "SPK1031")]
    [InlineData("{capabilities: [¦[network]]}", "SPK1025")]
    [InlineData("{capabilities: [{name: network, ¦why: x}]}", "SPK1023")]
    [InlineData("{capabilities: [¦{reason: x}]}", "SPK1024")]
    [InlineData("{capabilities: [{name: ¦internet, reason: x}]}", "SPK1031")]
    [InlineData("{capabilities: [{name: network, reason: ¦1}]}", "SPK1025")]
    [InlineData("{capabilities: ¦network}", "SPK1025")]
    public void Read_BadRequirement_IsOneLocatedError(string requirement, string code) =>
        Manifests.ShouldPoint($"requires: {requirement}\n", code);

    [Fact]
    public void Read_NumberAsRange_HintsToQuoteWhatWasWritten() =>
        Manifests
            .Read("requires: {python: 3.10}\n")
            .Diagnostics.ShouldHaveSingleItem()
            .Hint.ShouldBe("quote it: \"3.10\"");

    [Theory]
    [InlineData("filesystem.raed", "filesystem.read")]
    [InlineData("Network", "network")]
    [InlineData("backlog-write", "backlog.write")]
    public void Read_MisspeltCapability_SuggestsTheNearest(string written, string meant) =>
        Manifests
            .Read($"requires: {{capabilities: [{written}]}}\n")
            .Diagnostics.ShouldHaveSingleItem()
            .Hint.ShouldBe($"did you mean '{meant}'?");

    [Fact]
    public void Read_RepeatedCapability_IsWarnedAndTakenOnce()
    {
        var result = Manifests.Read("requires: {capabilities: [network, subprocess, network]}\n");

        result.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK1040");
        result.Value.Requires.Capabilities.ShouldBe([Capability.Network, Capability.Subprocess]);
    }

    [Fact]
    public void Read_EveryCapability_IsKnown() =>
        Manifests
            .Read($"requires: {{capabilities: [{string.Join(", ", Capability.All.Select(c => c.Id))}]}}\n")
            .Value.Requires.Capabilities.Length.ShouldBe(7);
}
