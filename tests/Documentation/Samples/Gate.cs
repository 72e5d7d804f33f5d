using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace Documentation.Samples;

/// <summary>Keeps an implementation from ending with words that mean "not done".</summary>
public sealed class DoneGate : WorkflowPhase
{
    /// <inheritdoc/>
    public override string Phase => "implement";

    /// <inheritdoc/>
    public override PhaseMode Mode => PhaseMode.After;

    /// <inheritdoc/>
    public override async Task<PhaseResult> AfterAsync(PluginContext context, CancellationToken cancellationToken)
    {
        foreach (var file in await context.Workflow.ChangedFilesAsync(cancellationToken))
        {
            var text = await context.Project.ReadTextAsync(file, cancellationToken) ?? "";
            if (text.Contains("FIXME", StringComparison.Ordinal))
            {
                return Block($"{file} has a FIXME: mend it first.");
            }
        }

        return Continue();
    }
}
