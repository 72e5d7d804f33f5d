using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Workspace.Text;

namespace Speckit.Workspace.Backlog;

/// <summary>A new task whose values are checked and in the form that the file holds.</summary>
internal sealed record PreparedTask(
    string Title,
    string Status,
    ImmutableArray<string> Labels,
    string Description,
    ImmutableArray<string> AcceptanceCriteria,
    string? Priority,
    string Metadata
)
{
    /// <summary>Checks a task against the configuration.</summary>
    public static Result<PreparedTask> From(NewTask task, BacklogConfig config)
    {
        var title = TaskText.Title(task.Title);
        var status = CanonicalStatus(task.Status ?? config.DefaultStatus, config);
        var labels = TaskText.Labels(task.Labels);
        var description = TaskText.Description(task.Description);
        var criteria = TaskText.Criteria(task.AcceptanceCriteria);
        var priority = CanonicalPriority(task.Priority, config);
        var metadata = PluginMetadata.Write(PluginMetadata.Merge(PluginMetadata.None, task.Metadata));
        ImmutableArray<Diagnostic> all =
        [
            .. title.Diagnostics,
            .. status.Diagnostics,
            .. labels.Diagnostics,
            .. description.Diagnostics,
            .. criteria.Diagnostics,
            .. priority.Diagnostics,
            .. metadata.Diagnostics,
        ];
        return all.Any(d => d.Severity == Severity.Error)
            ? Result<PreparedTask>.Failure(all)
            : Result<PreparedTask>.Success(
                new PreparedTask(
                    title.Value,
                    status.Value,
                    labels.Value,
                    description.Value,
                    criteria.Value,
                    priority.Value.Length == 0 ? null : priority.Value,
                    metadata.Value
                ),
                all
            );
    }

    /// <summary>The configured spelling of a status.</summary>
    public static Result<string> CanonicalStatus(string status, BacklogConfig config) =>
        config.Canonical(status) is { } canonical
            ? canonical
            : WorkspaceDiagnostics.StatusUnknown.Error(
                $"'{UntrustedText.SingleLine(status)}' is not a status of this project.",
                $"use one of: {string.Join(", ", config.Statuses)}"
            );

    /// <summary>The whole text of the task's file.</summary>
    public string Render(string id, double? ordinal, DateTimeOffset now, BacklogConfig config)
    {
        var text = new StringBuilder("---\n")
            .Append(JsYaml.Entry("id", id))
            .Append(JsYaml.Entry("title", Title))
            .Append(JsYaml.Entry("status", Status))
            .Append(JsYaml.Entry("assignee", config.DefaultAssignee))
            .Append(JsYaml.Entry("created_date", TaskFile.Date(now)))
            .Append(JsYaml.Entry("labels", Labels))
            .Append("dependencies: []\n");
        if (Priority is not null)
        {
            text.Append(JsYaml.Entry("priority", Priority));
        }

        if (ordinal is { } number)
        {
            text.Append(CultureInfo.InvariantCulture, $"ordinal: {number}\n");
        }

        return text.Append("---\n")
            .Append(TaskBody.Create(Description, AcceptanceCriteria, config.DefinitionOfDone, Metadata))
            .ToString();
    }

    private static Result<string> CanonicalPriority(string? priority, BacklogConfig config)
    {
        if (string.IsNullOrWhiteSpace(priority))
        {
            return "";
        }

        var match = config.Priorities.FirstOrDefault(p =>
            p.Equals(priority.Trim(), StringComparison.OrdinalIgnoreCase)
        );
        return match is null
            ? WorkspaceDiagnostics.TaskValueInvalid.Error(
                $"'{UntrustedText.SingleLine(priority)}' is not a priority of this project.",
                $"use one of: {string.Join(", ", config.Priorities)}"
            )
            : match.ToLowerInvariant();
    }
}
