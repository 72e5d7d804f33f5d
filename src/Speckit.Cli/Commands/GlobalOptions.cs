using System.CommandLine;
using System.CommandLine.Help;

namespace Speckit.Cli.Commands;

/// <summary>Options that every command understands.</summary>
internal static class GlobalOptions
{
    internal static Option<bool> Json { get; } =
        new("--json")
        {
            Description = "One JSON document on standard output; text for people goes to standard error",
            Recursive = true,
        };

    internal static Option<bool> Yes { get; } =
        new("--yes", "-y") { Description = "Answer yes to every question", Recursive = true };

    /// <summary>Shows what a command is for.</summary>
    internal static Option<bool> Help(string program) =>
        new("--help", "-h", "/h", "-?", "/?")
        {
            Description = "Show help and usage information",
            Recursive = true,
            Arity = ArgumentArity.Zero,
            Action = new ExamplesHelpAction(new HelpAction(), program),
        };

    /// <summary>Shows this program's version.</summary>
    internal static Option<bool> Version() =>
        new("--version")
        {
            Description = "Show version information",
            Arity = ArgumentArity.Zero,
            Action = new VersionAction(),
        };

    internal static Option<string?> ProjectRoot { get; } =
        new("--project-root")
        {
            Description = "The project's root (default: the nearest folder upwards with .specify)",
            HelpName = "DIR",
            Recursive = true,
        };
}
