using Speckit.Cli.Commands;
using Speckit.Cli.Interaction;
using Speckit.Host.Lifecycle;

namespace Speckit.Cli.Installing;

/// <summary>What a user does after an install (JP design §10.2).</summary>
internal static class NextSteps
{
    internal static void Show(CommandContext context, InstalledOutcome plugin)
    {
        if (plugin.Locked.Enabled)
        {
            return;
        }

        var program = context.Environment.ProgramName;
        if (!context.Terminal.IsTerminal)
        {
            context.Terminal.Line();
            context.Terminal.Line($"Run '{program} plugin enable {plugin.Name}' to activate.");
            return;
        }

        var steps = new List<(string What, string Command)>();
        var manifest = plugin.Manifest;
        if (manifest.ConfigurationSchema is not null || manifest.ConfigurationSchemaFile is not null)
        {
            steps.Add(("Configure:", $"{program} plugin config {plugin.Name}"));
        }

        steps.Add(("Enable:", $"{program} plugin enable {plugin.Name}"));
        if (manifest.Provides.Commands is [var command, ..])
        {
            steps.Add(("Use:", $"{program} run {command.Name}   or, in Claude Code, /{command.Name}"));
        }

        context.Terminal.Line();
        context.Terminal.Line("Next steps:");
        for (var i = 0; i < steps.Count; i++)
        {
            context.Terminal.Line($"  {i + 1}. {steps[i].What, -10} {TerminalText.Line(steps[i].Command)}");
        }
    }
}
