using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Speckit.Manifests.Diagnostics;
using Speckit.Workspace.Files;

namespace Speckit.Workspace.Backlog;

/// <summary>
/// Creates, lists and changes tasks in the files of Backlog.md, with its ids, its file names and its locks
/// (JP design §6; design/interop.md). Knows nothing of plugins: <see cref="BacklogPolicy"/> says what those may do.
/// </summary>
public sealed partial class BacklogStore
{
    private const double OrdinalStep = 1000;
    private static readonly TimeSpan CreateWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EditWait = TimeSpan.FromSeconds(2);
    private static readonly TaskPlace[] Places = [TaskPlace.Active, TaskPlace.Completed, TaskPlace.Archived];

    private readonly BacklogProject _project;
    private readonly TimeProvider _time;
    private readonly TaskReader _reader;

    /// <summary>A store over the project's files. Holds no file open and may be kept.</summary>
    public BacklogStore(BacklogProject project, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(time);
        _project = project;
        _time = time;
        _reader = new TaskReader(project, time);
    }

    /// <summary>Creates a task with the next free id.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cancellation">Ends the wait for the lock; a task is either created wholly or not at all.</param>
    /// <returns>The task as its file has it; warnings say what was changed on the way.</returns>
    public async Task<Result<BacklogTask>> CreateAsync(NewTask task, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        var prepared = PreparedTask.From(task, _project.Config);
        if (!prepared.Succeeded)
        {
            return prepared.Propagate<BacklogTask>();
        }

        var acquired = await BacklogLock.AcquireAsync(LockPaths.ForCreation(_project), CreateWait, _time, cancellation);
        if (!acquired.TryGet(out var held))
        {
            return acquired.Propagate<BacklogTask>();
        }

        using (held)
        {
            return await CreateLockedAsync(prepared, held, cancellation);
        }
    }

    /// <summary>The tasks that match, closed ones too unless the filter says otherwise, in the order of their ids.</summary>
    /// <param name="filter">Which tasks.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The tasks; a warning for each file that could not be read.</returns>
    public async Task<Result<ImmutableArray<BacklogTask>>> ListAsync(TaskFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var files = await _reader.ReadAllAsync(Places, cancellation);
        return files.TryGet(out var all)
            ? Result<ImmutableArray<BacklogTask>>.Success(
                [
                    .. all.Select(f => f.Task)
                        .Where(filter.Matches)
                        .OrderBy(t => t.Place)
                        .ThenBy(SortKey, StringComparer.Ordinal),
                ],
                files.Diagnostics
            )
            : files.Propagate<ImmutableArray<BacklogTask>>();
    }

    /// <summary>The task with an id, in any spelling: <c>TASK-7</c>, <c>task-007</c>, <c>7</c>.</summary>
    public async Task<Result<BacklogTask>> GetAsync(string id, CancellationToken cancellation)
    {
        var file = await FindAsync(id, cancellation);
        return file.TryGet(out var found)
            ? Result<BacklogTask>.Success(found.Task, file.Diagnostics)
            : file.Propagate<BacklogTask>();
    }

    /// <summary>Changes a task.</summary>
    /// <param name="id">Its id, in any spelling.</param>
    /// <param name="changes">What changes.</param>
    /// <param name="cancellation">Ends the wait for the lock.</param>
    public Task<Result<BacklogTask>> UpdateAsync(string id, TaskChanges changes, CancellationToken cancellation) =>
        UpdateAsync(id, _ => changes, cancellation);

    /// <summary>Changes a task in a way that depends on what it is, decided while nobody else changes it.</summary>
    /// <param name="id">Its id, in any spelling.</param>
    /// <param name="decide">The changes, given the task as it is now; a failure leaves it so.</param>
    /// <param name="cancellation">Ends the wait for the lock.</param>
    /// <returns>The task as its file has it now.</returns>
    public async Task<Result<BacklogTask>> UpdateAsync(
        string id,
        Func<BacklogTask, Result<TaskChanges>> decide,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(decide);
        var found = await FindAsync(id, cancellation);
        if (!found.TryGet(out var file))
        {
            return found.Propagate<BacklogTask>();
        }

        if (file.Task.Place != TaskPlace.Active)
        {
            return WorkspaceDiagnostics.TaskClosed.Error(
                $"{file.Task.Id} is closed: its file is '{file.Task.Path}'.",
                "create a new task"
            );
        }

        var acquired = await BacklogLock.AcquireAsync(
            LockPaths.ForEdit(_project, file.Task.Id),
            EditWait,
            _time,
            cancellation
        );
        if (!acquired.TryGet(out var held))
        {
            return acquired.Propagate<BacklogTask>();
        }

        using (held)
        {
            return await UpdateLockedAsync(file.Task, decide, held, cancellation);
        }
    }

    private async Task<Result<BacklogTask>> CreateLockedAsync(
        Result<PreparedTask> prepared,
        BacklogLock held,
        CancellationToken cancellation
    )
    {
        var read = await _reader.ReadAllAsync([TaskPlace.Active, TaskPlace.Completed], cancellation);
        if (!read.TryGet(out var existing))
        {
            return read.Propagate<BacklogTask>();
        }

        var task = prepared.Value;
        var taken = existing
            .Select(f => f.Task.Id)
            .Concat(_reader.FileNames(TaskPlace.Active))
            .Concat(_reader.FileNames(TaskPlace.Completed));
        var id = TaskIds.Next(_project.Config, taken);
        var text = task.Render(id, NextOrdinal(existing), _time.GetUtcNow(), _project.Config);
        Directory.CreateDirectory(_project.TasksDirectory);
        var path = Path.Combine(_project.TasksDirectory, TaskFileName.Of(id, task.Title));
        if (!AtomicFile.TryWrite(path, TaskReader.Encode(text), overwrite: false, held.IsHeld))
        {
            return ChangedMeanwhile("The lock on creating tasks was taken over by another process.");
        }

        var created = await _reader.ReadAsync(path, TaskPlace.Active, cancellation);
        return created.TryGet(out var file)
            ? Result<BacklogTask>.Success(file.Task, prepared.Diagnostics)
            : created.Propagate<BacklogTask>();
    }

    private async Task<Result<BacklogTask>> UpdateLockedAsync(
        BacklogTask seen,
        Func<BacklogTask, Result<TaskChanges>> decide,
        BacklogLock held,
        CancellationToken cancellation
    )
    {
        var path = _reader.FullPath(seen);
        if (!path.Succeeded)
        {
            return path.Propagate<BacklogTask>();
        }

        var current = await _reader.ReadAsync(path.Value, seen.Place, cancellation);
        if (!current.TryGet(out var file))
        {
            return current.Propagate<BacklogTask>();
        }

        var decided = decide(file.Task);
        var checkedChanges = decided.TryGet(out var changes) ? Check(changes) : decided;
        if (!checkedChanges.Succeeded)
        {
            return checkedChanges.Propagate<BacklogTask>();
        }

        var applied = file.Apply(checkedChanges.Value, _time.GetUtcNow());
        if (!applied.TryGet(out var after))
        {
            return applied.Propagate<BacklogTask>();
        }

        var done =
            ReferenceEquals(after, file)
            || AtomicFile.TryWrite(
                path.Value,
                TaskReader.Encode(after.Text),
                overwrite: true,
                () => held.IsHeld() && IsUnchanged(path.Value, file)
            );

        return done
            ? Result<BacklogTask>.Success(after.Task, applied.Diagnostics)
            : ChangedMeanwhile($"'{file.Task.Path}' was changed by somebody else.");
    }

    // Editors take no lock.
    private static bool IsUnchanged(string path, TaskFile file) =>
        File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(TaskReader.Encode(file.Text));

    private static Diagnostic ChangedMeanwhile(string message) =>
        WorkspaceDiagnostics.ChangedMeanwhile.Error(message, "nothing was written; try again");

    private Result<TaskChanges> Check(TaskChanges changes)
    {
        if (changes.Status is { } status)
        {
            var canonical = PreparedTask.CanonicalStatus(status, _project.Config);
            if (!canonical.Succeeded)
            {
                return canonical.Propagate<TaskChanges>();
            }

            changes = changes with { Status = canonical.Value };
        }

        if (changes.Labels is not { } labels)
        {
            return changes;
        }

        var clean = TaskText.Labels(labels);
        return clean.Succeeded ? changes with { Labels = clean.Value } : clean.Propagate<TaskChanges>();
    }

    private async Task<Result<TaskFile>> FindAsync(string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(id);
        var wanted = TaskIds.Normalise(_project.Config.TaskPrefix, id);
        var read = await _reader.ReadAllAsync(Places, cancellation);
        if (!read.TryGet(out var files))
        {
            return read.Propagate<TaskFile>();
        }

        var same = files.Where(f =>
            wanted is not null && TaskIds.Normalise(_project.Config.TaskPrefix, f.Task.Id) == wanted
        );
        // Backlog.md gives the id of an archived task away again: the one that is not archived is meant.
        var matches = same.GroupBy(f => f.Task.Place == TaskPlace.Archived)
            .OrderBy(g => g.Key)
            .FirstOrDefault()
            ?.ToArray();
        return matches switch
        {
            null => Result<TaskFile>.Failure([
                WorkspaceDiagnostics.TaskNotFound.Error(
                    $"There is no task '{Text.UntrustedText.SingleLine(id)}'.",
                    "'backlog task list' shows the tasks"
                ),
                .. read.Diagnostics,
            ]),
            [var one] => one,
            _ => WorkspaceDiagnostics.TaskAmbiguous.Error(
                $"{matches.Length} files carry the id {wanted}: {string.Join(", ", matches.Select(m => m.Task.Path))}.",
                "run 'backlog doctor'"
            ),
        };
    }

    private static double? NextOrdinal(ImmutableArray<TaskFile> existing)
    {
        var active = existing.Where(f => f.Task.Place == TaskPlace.Active).Select(f => f.Task.Ordinal).ToArray();
        return active.Length == 0 ? OrdinalStep
            : active.Max() is { } highest ? highest + OrdinalStep
            : null;
    }

    private string SortKey(BacklogTask task)
    {
        var normal = TaskIds.Normalise(_project.Config.TaskPrefix, task.Id) ?? task.Id;
        return Digits().Replace(normal, m => m.Value.PadLeft(100, '0'));
    }

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
