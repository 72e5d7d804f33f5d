using System.Text;
using System.Text.Json.Nodes;
using Speckit.Sdk;

namespace ConformancePlugin;

[Command("conf:fail")]
internal sealed class FailCommand : Command
{
    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("conf: this went wrong");
}

[Command("conf:usage")]
internal sealed class UsageCommand : Command
{
    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        throw new UsageException("conf: not like this");
}

[Command("conf:slow")]
internal sealed class SlowCommand : Command
{
    [Argument(0, "milliseconds")]
    public int Milliseconds { get; set; }

    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        await context.Console.WriteAsync("slow", cancellationToken);
        await Task.Delay(Milliseconds, cancellationToken);
        return Answers.Text("done");
    }
}

[Command("conf:stdout")]
internal sealed class StdoutCommand : Command
{
    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync("conf: rubbish");
        await Console.Out.WriteAsync("conf: half a line");
        await using var stream = Console.OpenStandardOutput();
        await stream.WriteAsync("conf: rubbish\nconf: half a line"u8.ToArray(), cancellationToken);
        using var child = System.Diagnostics.Process.Start("printf", ["conf: rubbish\nconf: half a line"]);
        await child.WaitForExitAsync(cancellationToken);
        return Answers.Text("printed");
    }
}

[Command("conf:stdin")]
internal sealed class StdinCommand : Command
{
    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        using var stream = new StreamReader(Console.OpenStandardInput());
        return Answers.Text(
            await Console.In.ReadToEndAsync(cancellationToken) + await stream.ReadToEndAsync(cancellationToken)
        );
    }
}

[Command("conf:background")]
internal sealed class BackgroundCommand : Command
{
    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        new Thread(() =>
        {
            Thread.Sleep(50);
            throw new InvalidOperationException("conf: failed behind");
        }).Start();
        return Task.FromResult(Answers.Text("started"));
    }
}

[Command("conf:config")]
internal sealed class ConfigCommand : Command
{
    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            Answers.Json(
                new JsonObject
                {
                    ["config"] = JsonNode.Parse(context.Config.Root.GetRawText()),
                    ["text"] = context.Config.GetString("text", "fallback"),
                }
            )
        );
}

[Command("conf:context")]
internal sealed class ContextCommand : Command
{
    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            Answers.Json(
                new JsonObject
                {
                    ["plugin"] = new JsonObject
                    {
                        ["name"] = context.Plugin.Name,
                        ["version"] = context.Plugin.Version,
                    },
                    ["project"] = new JsonObject { ["name"] = context.Project.Name, ["root"] = context.Project.Root },
                    ["dataDir"] = context.DataDirectory,
                    ["capabilities"] = Answers.List(context.Capabilities),
                }
            )
        );
}

[Command("conf:data")]
internal sealed class DataCommand : Command
{
    [Argument(0, "name")]
    public string Name { get; set; } = "";

    [Argument(1, "text")]
    public string Text { get; set; } = "";

    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var path = Path.Combine(context.DataDirectory, Name);
        await File.WriteAllTextAsync(path, Text, new UTF8Encoding(false), cancellationToken);
        return Answers.Text("written");
    }
}

[Command("conf:subscriber")]
internal sealed class SubscriberCommand : Command
{
    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Answers.Text("subscribed"));
}

[Command("conf:broken")]
internal sealed class BrokenCommand : Command
{
    public BrokenCommand() => throw new InvalidOperationException("conf: broken at load");

    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(CommandResult.Done);
}
