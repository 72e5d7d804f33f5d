using Speckit.Sdk.Testing;

namespace Speckit.Sdk.Tests.Testing;

public class SandboxedPluginTests
{
    [Fact]
    public void Start_NotAskedFor_IsNull()
    {
        SandboxedPlugin.Start(_ => null).ShouldBeNull();
        SandboxedPlugin.Start(name => name == "SPECKIT_TEST_SANDBOX" ? "0" : "[\"x\"]").ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("specify plugin run")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("null")]
    public void Start_CommandLineMakesNoSense_SaysSo(string? argv) =>
        Should
            .Throw<InvalidOperationException>(() => SandboxedPlugin.Start(Environment(argv)))
            .Message.ShouldContain("SPECKIT_TEST_HOST");

    [Fact]
    public async Task Stop_Program_GivesItsExitCode()
    {
        using var plugin = SandboxedPlugin.Start(Environment("""["sh", "-c", "cat >/dev/null; exit 7"]"""));

        (await plugin!.StopAsync(CancellationToken.None)).ShouldBe(7);
    }

    [Fact]
    public async Task Stop_ProgramThatStays_IsKilled()
    {
        using var plugin = SandboxedPlugin.Start(Environment("""["sleep", "60"]"""));

        (await plugin!.StopAsync(CancellationToken.None)).ShouldBe(137);
    }

    private static Func<string, string?> Environment(string? argv) =>
        name => name == "SPECKIT_TEST_SANDBOX" ? "1" : argv;
}
