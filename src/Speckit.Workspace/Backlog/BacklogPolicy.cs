using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Workspace.Text;

namespace Speckit.Workspace.Backlog;

/// <summary>What may be configured about <see cref="BacklogPolicy"/>.</summary>
public sealed record BacklogPolicyOptions
{
    /// <summary>
    /// What titles of a plugin's tasks begin with, <c>{plugin_name}</c> for its name; null for nothing
    /// (<c>title_prefix</c>, JP design §6.1).
    /// </summary>
    public string? TitlePrefix { get; init; }
}

/// <summary>What a plugin may do with tasks (JP design §6; decisions, 19 and 20).</summary>
/// <param name="plugin">The plugin that asks.</param>
/// <param name="config">The project's configuration.</param>
/// <param name="options">What is configurable.</param>
public sealed class BacklogPolicy(PluginName plugin, BacklogConfig config, BacklogPolicyOptions options)
{
    private const string PluginLabel = "plugin:";
    private const string WorkflowLabel = "workflow:";
    private static readonly ImmutableArray<string> CreationStatuses = ["To Do", "Backlog"];
    private static readonly ImmutableArray<string> UpdatableFields = ["status", "labels", "metadata"];

    /// <summary>The label that marks the plugin's own tasks.</summary>
    public string OwnLabel { get; } = $"{PluginLabel}{plugin}";

    /// <summary>The statuses in which the plugin may create a task: {To Do, Backlog} ∩ the configured ones.</summary>
    public ImmutableArray<string> AllowedStatuses { get; } =
    [.. CreationStatuses.Select(config.Canonical).OfType<string>()];

    /// <summary>The task as it may be created: with the plugin's label, title prefix and an allowed status.</summary>
    public Result<NewTask> ForCreation(NewTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var labels = Clean(task.Labels);
        if (labels.FirstOrDefault(l => IsProtected(l) && l != OwnLabel) is { } label)
        {
            return LabelRefused(label);
        }

        var status = Status(task.Status);
        return status.Succeeded
            ? task with
            {
                Title = Prefixed(task.Title),
                Status = status.Value,
                Labels = [.. labels.Where(l => l != OwnLabel), OwnLabel],
            }
            : status.Propagate<NewTask>();
    }

    /// <summary>The changes as they may be made. Protected labels stay whether they are named or not.</summary>
    /// <param name="task">The task as it is.</param>
    /// <param name="recorded">Whether the host's ledger says that this plugin created it.</param>
    /// <param name="changes">What the plugin wants.</param>
    public Result<TaskChanges> ForUpdate(BacklogTask task, bool recorded, TaskChanges changes)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(changes);
        if (!recorded || !task.Labels.Contains(OwnLabel, StringComparer.Ordinal))
        {
            return WorkspaceDiagnostics.TaskNotOwned.Error(
                $"{plugin} did not create {task.Id}: plugins change only their own tasks.",
                "create a task, or ask a person to make the change"
            );
        }

        if (changes.Labels is not { } wanted)
        {
            return changes;
        }

        var labels = Clean(wanted);
        var foreign = labels.FirstOrDefault(l => IsProtected(l) && !task.Labels.Contains(l, StringComparer.Ordinal));
        return foreign is null
            ? changes with
            {
                Labels = [.. labels.Where(l => !IsProtected(l)), .. task.Labels.Where(IsProtected)],
            }
            : LabelRefused(foreign);
    }

    /// <summary>Whether all fields that a request names may be changed by a plugin.</summary>
    /// <param name="fields">The names of the request's fields, without the id.</param>
    public Result<Unit> CheckFields(IEnumerable<string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var refused = fields.FirstOrDefault(f => !UpdatableFields.Contains(f, StringComparer.Ordinal));
        return refused is null
            ? default(Unit)
            : WorkspaceDiagnostics.FieldRefused.Error(
                $"{plugin} may not change '{UntrustedText.SingleLine(refused)}' of a task.",
                $"plugins may change: {string.Join(", ", UpdatableFields)}"
            );
    }

    private Result<string> Status(string? wanted)
    {
        if (wanted is null)
        {
            var preferred = config.Canonical(config.DefaultStatus);
            return AllowedStatuses.IsEmpty
                    ? Refused("The project has none of the statuses in which a plugin may create a task.")
                : preferred is not null && AllowedStatuses.Contains(preferred, StringComparer.Ordinal) ? preferred
                : AllowedStatuses[0];
        }

        return config.Canonical(wanted) is { } canonical && AllowedStatuses.Contains(canonical, StringComparer.Ordinal)
            ? canonical
            : Refused($"{plugin} may not create a task in status '{UntrustedText.SingleLine(wanted)}'.");
    }

    private Diagnostic Refused(string message) =>
        WorkspaceDiagnostics.StatusRefused.Error(
            message,
            AllowedStatuses.IsEmpty
                ? $"add one of these to 'statuses' of the backlog configuration: {string.Join(", ", CreationStatuses)}"
                : $"use one of: {string.Join(", ", AllowedStatuses)}"
        );

    private Diagnostic LabelRefused(string label) =>
        WorkspaceDiagnostics.LabelRefused.Error(
            $"{plugin} may not set the label '{label}'.",
            $"labels that begin with '{PluginLabel}' or '{WorkflowLabel}' are the host's; '{OwnLabel}' is added by itself"
        );

    private string Prefixed(string title)
    {
        var prefix = options.TitlePrefix?.Replace("{plugin_name}", plugin.ToString(), StringComparison.Ordinal).Trim();
        return string.IsNullOrEmpty(prefix) || title.StartsWith(prefix, StringComparison.Ordinal)
            ? title
            : $"{prefix} {title}";
    }

    private static ImmutableArray<string> Clean(ImmutableArray<string> labels) =>
        [.. labels.Select(UntrustedText.SingleLine).Where(l => l.Length > 0).Distinct(StringComparer.Ordinal)];

    private static bool IsProtected(string label) =>
        label.StartsWith(PluginLabel, StringComparison.OrdinalIgnoreCase)
        || label.StartsWith(WorkflowLabel, StringComparison.OrdinalIgnoreCase);
}
