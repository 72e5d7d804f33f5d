using Speckit.Sdk;

namespace GreeterPlugin;

[Command("greet:fail", Description = "Throws")]
internal sealed class FailCommand : Command
{
    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("broken\e[31m\u202E\r\nerror SPK0000: forged");
}
