using System.Collections.Immutable;
using System.Text.Json;

namespace Speckit.Workspace.Backlog;

/// <summary>Where a task's file lies.</summary>
public enum TaskPlace
{
    /// <summary><c>tasks/</c>: open work, and done work that was not put away yet.</summary>
    Active,

    /// <summary><c>completed/</c>.</summary>
    Completed,

    /// <summary><c>archive/tasks/</c>.</summary>
    Archived,
}

/// <summary>A checkable line of a task.</summary>
/// <param name="Number">Its number in the task, from 1.</param>
/// <param name="Text">What must hold.</param>
/// <param name="Checked">Whether it was found to hold.</param>
public sealed record AcceptanceCriterion(int Number, string Text, bool Checked);

/// <summary>A task as its file has it.</summary>
public sealed record BacklogTask
{
    /// <summary>The id as the file spells it, such as <c>TASK-7</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The status, in the file's spelling.</summary>
    public required string Status { get; init; }

    /// <summary>Where the file lies.</summary>
    public required TaskPlace Place { get; init; }

    /// <summary>The file, relative to the project root, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>The labels in the file's order.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>Who works on it.</summary>
    public ImmutableArray<string> Assignees { get; init; } = [];

    /// <summary>When it was created, <c>yyyy-MM-dd HH:mm</c> in UTC; null when the file does not say.</summary>
    public string? Created { get; init; }

    /// <summary>When it was last changed, <c>yyyy-MM-dd HH:mm</c> in UTC; null when it never was.</summary>
    public string? Updated { get; init; }

    /// <summary>The priority in lower case, if it has one.</summary>
    public string? Priority { get; init; }

    /// <summary>Its place in hand-made orders, if it has one.</summary>
    public double? Ordinal { get; init; }

    /// <summary>The text of the description section; empty when there is none.</summary>
    public string Description { get; init; } = "";

    /// <summary>The acceptance criteria in their order.</summary>
    public ImmutableArray<AcceptanceCriterion> AcceptanceCriteria { get; init; } = [];

    /// <summary>What plugins noted about it (decisions, 20).</summary>
    public ImmutableSortedDictionary<string, JsonElement> Metadata { get; init; } = PluginMetadata.None;
}

/// <summary>A task to be created.</summary>
/// <param name="Title">One line; made so if it is not.</param>
public sealed record NewTask(string Title)
{
    /// <summary>Markdown; section markers in it are made harmless.</summary>
    public string Description { get; init; } = "";

    /// <summary>The status; null for the configured default.</summary>
    public string? Status { get; init; }

    /// <summary>The labels.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>What must hold when the task is done, one line each.</summary>
    public ImmutableArray<string> AcceptanceCriteria { get; init; } = [];

    /// <summary>The priority; null for none. Stored in lower case.</summary>
    public string? Priority { get; init; }

    /// <summary>Values for the "Plugin Metadata" section.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Metadata { get; init; } = PluginMetadata.None;
}

/// <summary>A change of a task. What is null stays.</summary>
public sealed record TaskChanges
{
    /// <summary>The new status.</summary>
    public string? Status { get; init; }

    /// <summary>All labels from now on.</summary>
    public ImmutableArray<string>? Labels { get; init; }

    /// <summary>Metadata to set; a JSON null removes the key, keys not named stay.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Metadata { get; init; } = PluginMetadata.None;
}

/// <summary>Which tasks a list has. What is null or empty does not filter.</summary>
public sealed record TaskFilter
{
    /// <summary>All tasks, closed ones too.</summary>
    public static TaskFilter All { get; } = new();

    /// <summary>The status, in any case.</summary>
    public string? Status { get; init; }

    /// <summary>Labels that a task must all have.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>Where the task's file may lie.</summary>
    public ImmutableArray<TaskPlace> Places { get; init; } = [];

    internal bool Matches(BacklogTask task) =>
        (Places.IsDefaultOrEmpty || Places.Contains(task.Place))
        && (Status is null || Status.Trim().Equals(task.Status, StringComparison.OrdinalIgnoreCase))
        && (Labels.IsDefaultOrEmpty || Labels.All(l => task.Labels.Contains(l, StringComparer.Ordinal)));
}
