using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Speckit.Manifests.Diagnostics;
using Speckit.Workspace.Text;

namespace Speckit.Workspace.Backlog;

/// <summary>The text of a task file and what it says. A change touches only the lines that it is about.</summary>
internal sealed class TaskFile
{
    /// <summary>The front-matter keys in Backlog.md's order.</summary>
    public static readonly ImmutableArray<string> KeyOrder =
    [
        "id",
        "title",
        "status",
        "assignee",
        "reporter",
        "created_date",
        "updated_date",
        "due_date",
        "labels",
        "milestone",
        "dependencies",
        "references",
        "documentation",
        "modified_files",
        "parent_task_id",
        "subtasks",
        "priority",
        "type",
        "project",
        "ordinal",
        "onStatusChange",
    ];

    private readonly FrontMatter _frontMatter;

    private TaskFile(FrontMatter frontMatter, BacklogTask task)
    {
        _frontMatter = frontMatter;
        Task = task;
    }

    /// <summary>What the file says.</summary>
    public BacklogTask Task { get; }

    /// <summary>The file's whole text.</summary>
    public string Text => _frontMatter.ToString();

    /// <summary>Reads a task file.</summary>
    /// <param name="path">The path relative to the project, for messages and for <see cref="BacklogTask.Path"/>.</param>
    /// <param name="place">Where the file lies.</param>
    /// <param name="text">The file's text.</param>
    public static Result<TaskFile> Read(string path, TaskPlace place, string text)
    {
        var read = FrontMatter.Read(path, text);
        if (read is null)
        {
            return Unreadable(path, "it has no front matter between two '---' lines");
        }

        if (!read.TryGet(out var frontMatter))
        {
            return read.Propagate<TaskFile>();
        }

        var reader = new Reader(frontMatter);
        var body = new TaskBody(frontMatter.Body);
        var id = reader.Required("id");
        var task = new BacklogTask
        {
            Id = id,
            Title = reader.Text("title") ?? "",
            Status = reader.Text("status") ?? "",
            Place = place,
            Path = path,
            Labels = reader.List("labels"),
            Assignees = reader.Assignees(),
            Created = reader.Text("created_date"),
            Updated = reader.Text("updated_date"),
            Priority = reader.Text("priority")?.Trim().ToLowerInvariant(),
            Ordinal = reader.Number("ordinal"),
            Description = body.Description,
            AcceptanceCriteria = body.AcceptanceCriteria,
        };
        if (reader.Problem is { } problem)
        {
            return Unreadable(path, problem);
        }

        // Metadata that a person broke does not make the task unreadable: it just cannot be changed.
        var metadata = PluginMetadata.Read(path, body.Metadata ?? "");
        return metadata.TryGet(out var values)
            ? new TaskFile(frontMatter, task with { Metadata = values })
            : Result<TaskFile>.Success(
                new TaskFile(frontMatter, task),
                [.. metadata.Diagnostics.Select(d => d with { Severity = Severity.Warning })]
            );
    }

    /// <summary>The file with the changes made; itself when nothing changes.</summary>
    /// <param name="changes">Changes whose values are already checked and in canonical form.</param>
    /// <param name="now">The time of the change, in UTC.</param>
    public Result<TaskFile> Apply(TaskChanges changes, DateTimeOffset now)
    {
        var result = _frontMatter;
        if (changes.Status is { } status && status != Task.Status)
        {
            result = result.With("status", JsYaml.Entry("status", status), KeyOrder);
        }

        if (changes.Labels is { } labels && !labels.SequenceEqual(Task.Labels, StringComparer.Ordinal))
        {
            result = result.With("labels", JsYaml.Entry("labels", labels), KeyOrder);
        }

        var withMetadata = ApplyMetadata(result, changes.Metadata);
        if (!withMetadata.TryGet(out var changed))
        {
            return withMetadata.Propagate<TaskFile>();
        }

        return ReferenceEquals(changed, _frontMatter)
            ? this
            : Read(
                Task.Path,
                Task.Place,
                changed.With("updated_date", JsYaml.Entry("updated_date", Date(now)), KeyOrder).ToString()
            );
    }

    /// <summary>A time as task files have it: <c>yyyy-MM-dd HH:mm</c>, UTC.</summary>
    public static string Date(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private Result<FrontMatter> ApplyMetadata(
        FrontMatter result,
        ImmutableSortedDictionary<string, JsonElement> changes
    )
    {
        if (changes.IsEmpty)
        {
            return result;
        }

        var body = new TaskBody(_frontMatter.Body);
        var old = PluginMetadata.Read(Task.Path, body.Metadata ?? "");
        if (!old.TryGet(out var values))
        {
            return old.Propagate<FrontMatter>();
        }

        var before = PluginMetadata.Write(values);
        var after = PluginMetadata.Write(PluginMetadata.Merge(values, changes));
        if (!after.Succeeded)
        {
            return after.Propagate<FrontMatter>();
        }

        if (before.Succeeded && before.Value == after.Value)
        {
            return result;
        }

        var text = body.WithMetadata(after.Value, result.LineEnd);
        var written = new TaskBody(text).Metadata?.Replace("\r\n", "\n", StringComparison.Ordinal);
        return written == after.Value
            ? result.WithBody(text)
            : WorkspaceDiagnostics.MetadataUnreadable.Error(
                $"'{Task.Path}' has a section marker without its counterpart, so plugin metadata has no place in it.",
                "delete the marker that stands alone"
            );
    }

    private static Diagnostic Unreadable(string path, string why) =>
        WorkspaceDiagnostics.TaskUnreadable.Error(
            $"The task file '{path}' cannot be read: {why}.",
            "correct the file by hand; it is left as it is",
            new SourceLocation(path, 1, 1)
        );

    /// <summary>Takes values out of front matter and remembers the first problem.</summary>
    private sealed class Reader(FrontMatter frontMatter)
    {
        public string? Problem { get; private set; }

        public string Required(string key)
        {
            var value = Text(key);
            Problem ??= string.IsNullOrWhiteSpace(value) ? $"it has no {key}" : null;
            return value ?? "";
        }

        public string? Text(string key) => Value(key).Scalar;

        public ImmutableArray<string> List(string key) => Value(key).Items ?? [];

        public double? Number(string key) =>
            double.TryParse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
                ? number
                : null;

        // People write "assignee: @sara", which is not YAML; Backlog.md reads it all the same.
        public ImmutableArray<string> Assignees()
        {
            var value = frontMatter.Get("assignee");
            return value.Succeeded ? value.Value.Items ?? (value.Value.Scalar is { } name ? [name] : []) : [];
        }

        private YamlValue Value(string key)
        {
            var value = frontMatter.Get(key);
            if (value.Succeeded)
            {
                return value.Value;
            }

            Problem ??= value.Diagnostics[0].Message.TrimEnd('.');
            return YamlValue.Null;
        }
    }
}
