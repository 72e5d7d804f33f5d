using System.Text.Json;
using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace ConformancePlugin;

internal sealed class Gate : WorkflowPhase
{
    public override string Phase => "implement";

    public override PhaseMode Mode => PhaseMode.Wrap;

    public override async Task<PhaseResult> BeforeAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var workflow = context.Workflow;
        await context.Console.WriteAsync($"before {workflow.Phase} {workflow.Feature ?? "-"}", cancellationToken);
        return ModeOf(workflow.Context) switch
        {
            "block" => Block("conf: not yet"),
            "error" => throw new InvalidOperationException("conf: the phase failed"),
            _ => Continue(),
        };
    }

    public override async Task<PhaseResult> AfterAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var workflow = context.Workflow;
        await context.Console.WriteAsync($"after {workflow.Phase} {workflow.Feature ?? "-"}", cancellationToken);
        return Continue();
    }

    private static string? ModeOf(JsonElement context) =>
        context.ValueKind == JsonValueKind.Object && context.TryGetProperty("mode", out var mode)
            ? mode.GetString()
            : null;
}

internal sealed class Planner : WorkflowPhase
{
    public override string Phase => "plan";

    public override PhaseMode Mode => PhaseMode.Replace;

    public override Task<PhaseResult> ReplaceAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Continue($"conf: planned {context.Workflow.Feature ?? "-"}"));
}
