using System.CommandLine;

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

    internal static Option<string?> ProjectRoot { get; } =
        new("--project-root")
        {
            Description = "The project's root (default: the nearest folder upwards with .specify)",
            HelpName = "DIR",
            Recursive = true,
        };
}
