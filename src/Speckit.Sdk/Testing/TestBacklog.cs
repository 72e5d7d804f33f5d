using System.Globalization;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk.Testing;

/// <summary>A backlog that exists in memory only.</summary>
public sealed class TestBacklog
{
    private readonly List<BacklogTask> _tasks = [];
    private readonly Lock _lock = new();

    /// <summary>The tasks in the order they were created.</summary>
    public IReadOnlyList<BacklogTask> Tasks
    {
        get
        {
            lock (_lock)
            {
                return [.. _tasks];
            }
        }
    }

    /// <summary>The tasks that have all of these labels.</summary>
    public IReadOnlyList<BacklogTask> TasksWith(params string[] labels) => List(new BacklogListParams(labels)).Tasks;

    /// <summary>Adds a task that a person wrote, which plugins cannot change.</summary>
    public BacklogTask Add(string title, string status = "To Do", params string[] labels) =>
        Add(new BacklogCreateParams(title, Labels: labels), status, []);

    /// <summary>Changes a task's status, as a person would.</summary>
    public void SetStatus(string id, string status) => Replace(id, task => task with { Status = status });

    internal BacklogTaskList List(BacklogListParams conditions) =>
        new([.. Tasks.Where(task => Fulfils(task, conditions))]);

    internal BacklogTask Get(BacklogGetParams wanted) =>
        Tasks.FirstOrDefault(t => t.Id == wanted.Id) ?? throw NoSuch(wanted.Id);

    internal BacklogTask Create(BacklogCreateParams wanted, string plugin)
    {
        if (wanted.Status is not (null or "To Do" or "Backlog"))
        {
            throw new RpcErrorException(
                RpcErrorCodes.Refused,
                $"A plugin creates tasks as 'To Do' or 'Backlog', not '{wanted.Status}'."
            );
        }

        return Add(wanted, wanted.Status ?? "To Do", [LabelOf(plugin)]);
    }

    internal BacklogTask Update(BacklogUpdateParams change, string plugin) =>
        Replace(
            change.Id,
            task =>
                task.Labels.Contains(LabelOf(plugin), StringComparer.Ordinal)
                    ? task with
                    {
                        Status = change.Status ?? task.Status,
                        Labels = change.Labels is { } labels ? [.. labels, .. Kept(task, labels)] : task.Labels,
                        Metadata = Merge(task.Metadata, change.Metadata),
                    }
                    : throw new RpcErrorException(
                        RpcErrorCodes.Refused,
                        $"The plugin '{plugin}' did not create '{task.Id}', so it may not change it."
                    )
        );

    /// <summary>Labels of plugins and workflows stay.</summary>
    private static IEnumerable<string> Kept(BacklogTask task, IReadOnlyList<string> labels) =>
        task.Labels.Where(label =>
            !labels.Contains(label, StringComparer.Ordinal)
            && (
                label.StartsWith("plugin:", StringComparison.Ordinal)
                || label.StartsWith("workflow:", StringComparison.Ordinal)
            )
        );

    private static string LabelOf(string plugin) => $"plugin:{plugin}";

    private BacklogTask Add(BacklogCreateParams wanted, string status, string[] labels)
    {
        lock (_lock)
        {
            var task = new BacklogTask(
                string.Create(CultureInfo.InvariantCulture, $"TASK-{_tasks.Count + 1}"),
                wanted.Title,
                status,
                [.. wanted.Labels ?? [], .. labels],
                wanted.Priority,
                wanted.Description,
                wanted.Metadata
            );
            _tasks.Add(task);
            return task;
        }
    }

    private BacklogTask Replace(string id, Func<BacklogTask, BacklogTask> change)
    {
        lock (_lock)
        {
            var index = _tasks.FindIndex(task => task.Id == id);
            return index < 0 ? throw NoSuch(id) : _tasks[index] = change(_tasks[index]);
        }
    }

    private static bool Fulfils(BacklogTask task, BacklogListParams conditions) =>
        (conditions.Status is null || conditions.Status == task.Status)
        && conditions.Labels?.All(label => task.Labels.Contains(label, StringComparer.Ordinal)) != false
        && conditions.Metadata?.All(pair => task.Metadata?.GetValueOrDefault(pair.Key) == pair.Value) != false;

    private static Dictionary<string, string> Merge(
        IReadOnlyDictionary<string, string>? old,
        IReadOnlyDictionary<string, string>? added
    )
    {
        var merged = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var (key, value) in (old ?? merged).Concat(added ?? new Dictionary<string, string>(StringComparer.Ordinal))
        )
        {
            merged[key] = value;
        }

        return merged;
    }

    private static RpcErrorException NoSuch(string id) => new(RpcErrorCodes.NotFound, $"There is no task '{id}'.");
}
