using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace TodoFinder;

/// <summary>Shows the TODO comments of a project.</summary>
[Command("todo:list", Description = "Show the TODO comments of this project")]
public sealed class ListCommand : Command
{
    /// <summary>Where to look; the whole project when absent.</summary>
    [Argument(0, "folder", Required = false, Help = "Where to look")]
    public string? Folder { get; set; }

    /// <summary>The most to show.</summary>
    [Option("--limit", Help = "The most to show")]
    public int Limit { get; set; } = 20;

    /// <summary>Whether each becomes a task.</summary>
    [Option("--tasks", Help = "Create a backlog task for each")]
    public bool Tasks { get; set; }

    /// <inheritdoc/>
    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        if (Limit < 1)
        {
            throw new UsageException("--limit must be 1 or more.");
        }

        var finder = new Finder(context.Project, context.Config.GetString("word", "TODO"));
        var found = await finder.FindAsync(Folder, Limit, cancellationToken);
        foreach (var finding in found)
        {
            await context.Console.FindingAsync(finding, cancellationToken);
            if (Tasks)
            {
                var task = new BacklogCreateParams($"{finding.File}:{finding.Line}", finding.Snippet);
                await context.Backlog.CreateAsync(task, cancellationToken);
            }
        }

        var summary = new Summary(found.Count);
        await context.Events.EmitAsync(
            "plugin.todo.found",
            summary,
            SummaryContext.Default.Summary,
            cancellationToken: cancellationToken
        );
        return CommandResult.From(summary, SummaryContext.Default.Summary, found.Count > 0 ? 1 : 0);
    }
}
