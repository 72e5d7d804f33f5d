using System.Text.Json.Nodes;
using Speckit.Sdk;

namespace ConformancePlugin;

/// <summary>A command whose arguments are a method and its parameters.</summary>
internal abstract class ServiceCommand : Command
{
    [Argument(0, "method")]
    public string Method { get; set; } = "";

    [Argument(1, "parameters", Required = false)]
    public string Parameters { get; set; } = "{}";

    protected Task<JsonNode?> CallAsync(PluginContext context, CancellationToken cancellationToken) =>
        new Services(context, Answers.Element(JsonNode.Parse(Parameters)), cancellationToken).CallAsync(Method);
}

[Command("conf:through")]
internal sealed class ThroughCommand : ServiceCommand
{
    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Answers.Json(await CallAsync(context, cancellationToken));
}

[Command("conf:call")]
internal sealed class CallCommand : ServiceCommand
{
    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        try
        {
            return Answers.Json(new JsonObject { ["ok"] = await CallAsync(context, cancellationToken) });
        }
        catch (HostErrorException e)
        {
            return Answers.Json(new JsonObject { ["error"] = Tell(e) });
        }
    }

    internal static JsonObject Tell(HostErrorException e)
    {
        var kind = e.Kind.ToString();
        var error = new JsonObject
        {
            ["kind"] = char.ToLowerInvariant(kind[0]) + kind[1..],
            ["code"] = e.Code,
            ["message"] = e.Message,
        };
        if (e is CapabilityDeniedException denied)
        {
            error["capability"] = denied.Capability;
            error["hint"] = denied.Hint;
        }

        if (e is LimitReachedException reached)
        {
            error["limit"] = reached.Limit;
            error["value"] = reached.Value;
        }

        return error;
    }
}

[Command("conf:large-request")]
internal sealed class LargeRequestCommand : Command
{
    [Argument(0, "n")]
    public int Length { get; set; }

    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.Project.WriteTextAsync("large.txt", new string('x', Length), cancellationToken);
            return Answers.Json(new JsonObject { ["ok"] = null });
        }
        catch (HostErrorException e)
        {
            return Answers.Json(new JsonObject { ["error"] = CallCommand.Tell(e) });
        }
    }
}

[Command("conf:parallel")]
internal sealed class ParallelCommand : Command
{
    [Argument(0, "n")]
    public int Count { get; set; }

    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var texts = Enumerable
            .Range(0, Count)
            .Select(i => context.Project.ReadTextAsync($"file-{i}", cancellationToken));
        return Answers.Json(Answers.List((await Task.WhenAll(texts)).Select(text => text!)));
    }
}

[Command("conf:many")]
internal sealed class ManyCommand : Command
{
    [Argument(0, "n")]
    public int Count { get; set; }

    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var characters = 0;
        for (var i = 0; i < Count; i++)
        {
            characters += (await context.Project.ReadTextAsync("again", cancellationToken))!.Length;
        }

        return Answers.Json(new JsonObject { ["calls"] = Count, ["characters"] = characters });
    }
}
