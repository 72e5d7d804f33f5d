namespace Speckit.EndToEnd.HostileRegistries;

/// <summary>A registry that lies is refused and named; nothing is installed, and once it is honest again, everything works: nothing of the
/// lie stayed in the cache.</summary>
public sealed class HostileRegistryTests
{
    [Theory]
    [InlineData("archive swapped", 3, "SPK4012")]
    [InlineData("archive short", 3, "SPK4012")]
    [InlineData("archive long", 3, "SPK4012")]
    [InlineData("archive cut", 4, "SPK4001")]
    [InlineData("archive endless", 3, "SPK4012")]
    [InlineData("archive redirect", 3, "SPK4004")]
    [InlineData("index swapped", 3, "SPK4010")]
    [InlineData("index gone", 3, "SPK4011")]
    [InlineData("index key", 3, "SPK4010")]
    [InlineData("index size", 1, "SPK2090")]
    [InlineData("index huge", 3, "SPK4010")]
    [InlineData("index name", 1, "SPK2090")]
    [InlineData("index twice", 1, "SPK4002")]
    [InlineData("index html", 1, "SPK2090")]
    [InlineData("index endless", 3, "SPK4003")]
    [InlineData("index redirect", 3, "SPK4004")]
    [InlineData("index many", 3, "SPK4011")]
    [InlineData("key", 3, "SPK4013")]
    public async Task Install_FromARegistryThatLies_IsRefusedAndExplained(string lie, int exitCode, string code)
    {
        await ShouldBeRefusedAsync(lie, exitCode, code, isSeen: true);
    }

    /// <summary>What only keeps the registry from being heard does not bring up what was known of a plugin: nothing is.</summary>
    [Theory]
    [InlineData("index header", 4, "SPK4001")]
    [InlineData("key", 3, "SPK4013")]
    public async Task Install_OfAPluginNeverSeen_IsRefusedAndExplained(string lie, int exitCode, string code)
    {
        await ShouldBeRefusedAsync(lie, exitCode, code, isSeen: false);
    }

    internal static async Task ShouldBeRefusedAsync(string lie, int exitCode, string code, bool isSeen)
    {
        using var sandbox = await new Sandbox().InitializeAsync();
        await using var honest = await RunningRegistry.StartAsync(sandbox);
        var token = await honest.CreateTokenAsync("tests");
        await honest.PublishAsync(await sandbox.PackAgentAsync("victim", "1.0.0"), token);
        await honest.PublishAsync(await sandbox.PackAgentAsync("victim", "2.0.0"), token);
        await using var registry = HostileRegistry.Before(honest);
        (await sandbox.SpecifyAsync("plugin", "registry", "add", registry.Url, "--name", "shady")).ShouldSucceed();
        if (isSeen)
        {
            (await sandbox.SpecifyAsync("plugin", "install", "victim@1.0.0", "--yes")).ShouldSucceed();
            (await sandbox.SpecifyAsync("plugin", "remove", "victim", "--purge", "--yes")).ShouldSucceed();
        }

        var before = ProjectState.Of(sandbox);

        registry.Lie = Lies.Of(lie);
        var refused = await sandbox.SpecifyAsync("plugin", "install", "victim@2.0.0", "--yes");

        refused.ExitCode.ShouldBe(exitCode, refused.All);
        refused.Error.ShouldContain(code);
        refused.Error.ShouldContain("shady");
        refused.All.ShouldNotContain("   at ");
        ProjectState.Compare(before, ProjectState.Of(sandbox)).ShouldBeEmpty();
        ProjectState.FindLeftover(sandbox).ShouldBeNull();

        registry.Lie = null;
        (await sandbox.SpecifyAsync("plugin", "install", "victim@2.0.0", "--yes")).ShouldSucceed();
    }
}
