using System.Text.Json.Nodes;
using Speckit.Host.Projects;
using Speckit.Packaging.Files;

namespace Speckit.Cli.Commands;

/// <summary><c>specify init</c>: makes the current folder a project.</summary>
internal sealed class InitCommand(CliEnvironment environment)
    : SpeckitCommand(
        environment,
        "init",
        "Make this folder a Speckit project",
        "init",
        "init --project-root ./my-project"
    )
{
    private const string IgnoreFile = """
        # Derived, local or fetched again from the lock file; the rest of .specify/ is made to be committed.
        /cache/
        /staging/
        /write.lock
        /audit/
        /events/
        /data/
        /runs/
        /plugins/**
        !/plugins/**/
        !/plugins/**/config.yaml

        """;

    private const string ConfigFile = """
        # Settings of this project.
        # The coding agents that enabled plugins write commands and agents for.
        agents:
          - claude

        """;

    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var root = context.Parsed.GetValue(GlobalOptions.ProjectRoot) is { } given
            ? context.Absolute(given)
            : context.Environment.WorkingDirectory;
        var layout = new ProjectLayout(root);
        if (string.Equals(root, context.Environment.User.Home, StringComparison.Ordinal))
        {
            return Task.FromResult(
                CommandOutcome.Fail(
                    CliDiagnostics.Usage.Error(
                        "the home folder cannot be a project: its .specify holds your keys and caches",
                        "change to your project's root first"
                    )
                )
            );
        }

        var isNew = !File.Exists(layout.ConfigFile);
        Directory.CreateDirectory(layout.Directory);
        WriteOnce(layout.ConfigFile, ConfigFile);
        WriteOnce(Path.Combine(layout.Directory, ".gitignore"), IgnoreFile);
        var terminal = context.Terminal;
        terminal.Line(
            isNew
                ? $"{terminal.Green("✓")} {layout.Root} is a Speckit project now"
                : $"{layout.Root} is a Speckit project already; nothing changed"
        );
        if (isNew)
        {
            terminal.Line();
            terminal.Line("Next steps:");
            terminal.Line($"  {context.Environment.ProgramName} plugin registry add <url>   name a registry");
            terminal.Line($"  {context.Environment.ProgramName} plugin search <words>       find plugins");
            terminal.Line($"  {context.Environment.ProgramName} plugin install <name>       install one");
        }

        return Task.FromResult(CommandOutcome.Done(new JsonObject { ["root"] = layout.Root, ["created"] = isNew }));
    }

    private static void WriteOnce(string path, string text)
    {
        if (!File.Exists(path))
        {
            AtomicFile.Write(path, System.Text.Encoding.UTF8.GetBytes(text));
        }
    }
}
