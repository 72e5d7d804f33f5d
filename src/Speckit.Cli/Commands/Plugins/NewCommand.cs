using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Cli.Scaffolding;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin init</c>: a plugin that validates, builds and runs at once.</summary>
internal sealed class NewCommand : SpeckitCommand
{
    private readonly Argument<string> _name = PluginNameArgument.Create("The new plugin's name, [@scope/]name");

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The folder to make (default: the plugin's name)",
        HelpName = "DIR",
    };

    internal NewCommand(CliEnvironment environment)
        : base(environment, "init", "Make a new plugin in C#", "plugin init my-plugin")
    {
        Arguments.Add(_name);
        Options.Add(_output);
    }

    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(context));

    private CommandOutcome Execute(CommandContext context)
    {
        var named = PluginNameArgument.Read(context, _name);
        if (!named.TryGet(out var name))
        {
            return CommandOutcome.Fail(named);
        }

        var directory = context.Absolute(context.Parsed.GetValue(_output) ?? name.Name);
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
        {
            return CommandOutcome.Fail(
                CliDiagnostics.TargetExists.Error(
                    $"'{directory}' is there already and is not empty",
                    "choose another name, or a folder with --output"
                )
            );
        }

        var files = CSharpPlugin.Write(directory, name, context.Environment.Time);
        Report(context, name, directory, files);
        return CommandOutcome.Done(
            new JsonObject
            {
                ["name"] = name.ToString(),
                ["path"] = directory,
                ["files"] = JsonLists.Of(files),
            }
        );
    }

    private static void Report(
        CommandContext context,
        PluginName name,
        string directory,
        IReadOnlyCollection<string> files
    )
    {
        var terminal = context.Terminal;
        var program = context.Environment.ProgramName;
        var shown = Path.GetRelativePath(context.Environment.WorkingDirectory, directory);
        terminal.Line($"{terminal.Green("✓")} Made {name} in {TerminalText.Line(shown)}");
        foreach (var file in files)
        {
            terminal.Line($"  {file}");
        }

        terminal.Line();
        terminal.Line("Next steps:");
        terminal.Line($"  {program} plugin build {TerminalText.Line(shown)}");
        terminal.Line($"  {program} plugin install {TerminalText.Line(Path.Combine(".", shown))}   (in a project)");
        terminal.Line($"  {program} plugin enable {name}");
        terminal.Line($"  {program} run {CSharpPlugin.CommandNamespace(name.Name)}:hello World");
    }
}
