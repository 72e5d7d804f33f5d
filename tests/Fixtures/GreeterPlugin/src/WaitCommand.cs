using Speckit.Sdk;

namespace GreeterPlugin;

[Command("greet:wait", Description = "Waits to be cancelled")]
internal sealed class WaitCommand : Command
{
    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        await context.Console.WriteAsync("waiting", cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return CommandResult.Done;
    }
}
