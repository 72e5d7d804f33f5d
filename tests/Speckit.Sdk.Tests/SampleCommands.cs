namespace Speckit.Sdk.Tests;

public enum Level
{
    Low,
    VeryHigh,
}

[Command("demo:all", Description = "Takes everything")]
public sealed class AllCommand : Command
{
    [Argument(0, "name")]
    public string Name { get; set; } = "";

    [Argument(1, "rest")]
    public int[] Rest { get; set; } = [];

    [Option("--level", Default = "low")]
    public Level Level { get; set; }

    [Option("--flag")]
    public bool Flag { get; set; }

    [Option("--count", Default = 3)]
    public int Count { get; set; }

    [Option("--big")]
    public long? Big { get; set; }

    [Option("--ratio")]
    public double Ratio { get; set; } = 0.5;

    [Option("--tag")]
    public string[] Tags { get; set; } = ["initial"];

    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(CommandResult.Done);
}

[Command("demo:strict")]
public sealed class StrictCommand : Command
{
    [Argument(0, "feature", Required = false)]
    public string? Feature { get; set; }

    [Option("--severity", Required = true)]
    public Level Severity { get; set; }

    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync("a stray line");
        return CommandResult.Exit(Severity == Level.Low ? 0 : 1);
    }
}
