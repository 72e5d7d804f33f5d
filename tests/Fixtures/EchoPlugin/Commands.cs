using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace EchoPlugin;

/// <summary>Gives back what it was given.</summary>
[Command("echo:echo", Description = "Gives back what it was given")]
internal sealed class EchoCommand : Command
{
    [Argument(0, "text")]
    public string Text { get; set; } = "";

    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Answers.Text(Text, 3));
}

/// <summary>Reads a project file through the host.</summary>
[Command("echo:read", Description = "Reads a file")]
internal sealed class ReadCommand : Command
{
    [Argument(0, "path")]
    public string Path { get; set; } = "";

    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Answers.Text(await context.Project.ReadTextAsync(Path, cancellationToken) ?? "");
}

/// <summary>Waits until it is told to stop.</summary>
[Command("echo:sleep", Description = "Waits")]
internal sealed class SleepCommand : Command
{
    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        await context.Console.WriteAsync("sleeping", cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return CommandResult.Done;
    }
}

/// <summary>Never stops, whatever it is told.</summary>
[Command("echo:spin", Description = "Never stops")]
internal sealed class SpinCommand : Command
{
    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        await context.Console.WriteAsync(Answers.ProcessId, CancellationToken.None);
        await Task.Delay(Timeout.Infinite, CancellationToken.None);
        return CommandResult.Done;
    }
}

/// <summary>Ends at once.</summary>
[Command("echo:crash", Description = "Ends at once")]
internal sealed class CrashCommand : Command
{
    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync("my last words");
        Environment.Exit(7);
        return CommandResult.Done;
    }
}

/// <summary>Fails.</summary>
[Command("echo:fail", Description = "Fails")]
internal sealed class FailCommand : Command
{
    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("I cannot do that");
}

/// <summary>Tells its environment.</summary>
[Command("echo:environment", Description = "Tells its environment")]
internal sealed class EnvironmentCommand : Command
{
    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var variables = new JsonObject { ["cwd"] = Environment.CurrentDirectory };
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables["$" + variable.Key] = (string?)variable.Value;
        }

        return Task.FromResult(Answers.Json(variables));
    }
}

/// <summary>Emits an event.</summary>
[Command("echo:emit", Description = "Emits an event")]
internal sealed class EmitCommand : Command
{
    [Argument(0, "type")]
    public string Type { get; set; } = "";

    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        using var payload = JsonDocument.Parse("""{"n":1}""");
        var json = ProtocolJsonContext.Default.JsonElement;
        return Answers.Text(
            await context.Events.EmitAsync(Type, payload.RootElement, json, cancellationToken: cancellationToken)
        );
    }
}

/// <summary>Starts a process that outlives the command, and tells its number.</summary>
[Command("echo:spawn", Description = "Starts a process")]
internal sealed class SpawnCommand : Command
{
    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        using var child = Process.Start("sleep", "300");
        return Task.FromResult(Answers.Text(child.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }
}

/// <summary>Uses every way of saying something.</summary>
[Command("echo:say", Description = "Says something")]
internal sealed class SayCommand : Command
{
    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        await context.Console.WarningAsync("careful", cancellationToken);
        await context.Console.FindingAsync(
            new Finding("rule", "high", "title", "description", "file.cs", 3),
            cancellationToken
        );
        await context.Progress.ReportAsync("half", 0.5, cancellationToken);
        await context.Log.InfoAsync("logged", cancellationToken);
        return Answers.Text(context.Config.GetString("greeting", "none"));
    }
}

internal static class Answers
{
    public static string ProcessId { get; } =
        Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static CommandResult Text(string text, int exitCode = 0) => Json(JsonValue.Create(text), exitCode);

    public static CommandResult Json(JsonNode node, int exitCode = 0)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return CommandResult.From(document.RootElement.Clone(), ProtocolJsonContext.Default.JsonElement, exitCode);
    }
}
