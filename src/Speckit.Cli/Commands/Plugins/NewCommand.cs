using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Cli.Scaffolding;

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

    private readonly Option<string> _language = new Option<string>("--language", "-l")
    {
        Description = "The language of its code",
        DefaultValueFactory = _ => PluginScaffold.CSharp,
    }.AcceptOnlyFromAmong([.. PluginScaffold.Languages]);

    private readonly Option<string> _type = new("--type", "-t")
    {
        Description = $"What it provides: {PluginScaffold.Types}",
        DefaultValueFactory = _ => "command",
        HelpName = "TYPE",
    };

    internal NewCommand(CliEnvironment environment)
        : base(
            environment,
            "init",
            "Make a new plugin that validates, tests, builds and runs at once",
            "plugin init my-plugin",
            "plugin init my-plugin --language python --type workflow"
        )
    {
        Arguments.Add(_name);
        Options.Add(_language);
        Options.Add(_type);
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

        var scaffold = new PluginScaffold(name, context.Parsed.GetValue(_language)!, context.Parsed.GetValue(_type)!);
        if (scaffold.FindProblem() is { } problem)
        {
            return CommandOutcome.Fail(problem);
        }

        var files = scaffold.Write(directory, context.Environment.Time);
        Report(context, scaffold, directory, files);
        return CommandOutcome.Done(
            new JsonObject
            {
                ["name"] = name.ToString(),
                ["language"] = scaffold.Language,
                ["type"] = scaffold.Type,
                ["path"] = directory,
                ["files"] = JsonLists.Of(files),
            }
        );
    }

    private static void Report(
        CommandContext context,
        PluginScaffold scaffold,
        string directory,
        IReadOnlyCollection<string> files
    )
    {
        var terminal = context.Terminal;
        var program = context.Environment.ProgramName;
        var shown = Path.GetRelativePath(context.Environment.WorkingDirectory, directory);
        terminal.Line($"{terminal.Green("✓")} Made {scaffold.Name} in {TerminalText.Line(shown)}");
        foreach (var file in files)
        {
            terminal.Line($"  {file}");
        }

        terminal.Line();
        terminal.Line("Next steps:");
        terminal.Line($"  {program} plugin test {TerminalText.Line(shown)}");
        terminal.Line($"  {program} plugin build {TerminalText.Line(shown)}");
        terminal.Line($"  {program} plugin install {TerminalText.Line(Path.Combine(".", shown))}   (in a project)");
        terminal.Line($"  {program} plugin enable {scaffold.Name}");
        if (scaffold.Type == "command")
        {
            terminal.Line($"  {program} run {scaffold.CommandNamespace}:hello World");
        }
    }
}
