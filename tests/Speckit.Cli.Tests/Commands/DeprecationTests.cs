using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands;

/// <summary>What goes away in the next major version is said once, when it is used (JP design §11.3).</summary>
public sealed class DeprecationTests
{
    [Fact]
    public async Task Run_DeprecatedCommand_WarnsOnceAndGoesOn()
    {
        using var session = new CliSession();
        var folder = Plugins.WriteGreeter(session.At("greeter"));
        var manifest = Path.Combine(folder, "plugin.yaml");
        var text = File.ReadAllText(manifest);
        var command = text.Split('\n').First(line => line.Contains("entrypoint:"));
        var indent = command[..command.IndexOf("entrypoint:")].Replace('-', ' ');
        var deprecated = $"{indent}deprecated: {{ since: 0.9.0, message: it is slow, replacement: greet:new }}";
        File.WriteAllText(manifest, text.Replace(command, $"{command}\n{deprecated}"));
        (await session.RunAsync("plugin", "install", folder, "--yes")).ShouldExit(0);
        (await session.RunAsync("plugin", "enable", "greeter")).ShouldExit(0);

        var run = await session.RunAsync("run", "greet:hello", "Ada");

        run.ShouldExit(0).Error.Split("is deprecated").Length.ShouldBe(2, run.Error);
        run.Error.ShouldContain("the command greet:hello of greeter is deprecated since 0.9.0");
        run.Error.ShouldContain("use greet:new");
        (await session.RunAsync("run", "greet:hello", "Ada", "--json")).ShouldExit(0).Codes.ShouldContain("SPK5029");
    }
}
