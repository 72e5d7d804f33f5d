using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace GreeterPlugin;

[Command("greet:attack", Description = "Says what a terminal must not see")]
internal sealed class AttackCommand : Command
{
    private const string Evil = "\e]0;owned\a\e[2J\u202Egnp.exe\u009b31m";

    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        await context.Console.WriteAsync("first\r" + Evil, cancellationToken);
        await context.Console.WarningAsync(Evil, cancellationToken);
        await context.Console.ErrorAsync(Evil, cancellationToken);
        await context.Console.FindingAsync(
            new Finding(Evil, "HIGH" + Evil, Evil, Evil, Evil + "\nx.cs", 3, 4, Evil, Evil, Evil + "\nfix", Evil),
            cancellationToken
        );
        return CommandResult.Exit(7);
    }
}
