using System.Collections.Immutable;
using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Workspace.Files;

namespace Speckit.Workspace.Backlog;

/// <summary>Reads the task files of a backlog. What cannot be read is named in a warning and left alone.</summary>
internal sealed class TaskReader(BacklogProject project, TimeProvider time)
{
    private const int MaximumLength = 1024 * 1024;
    private const int Attempts = 5;

    // Backlog.md writes in place: a file that just changed may be half there.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>The files' names in a place, in ordinal order, whether they can be read or not.</summary>
    public ImmutableArray<string> FileNames(TaskPlace place)
    {
        var directory = Folder(place);
        if (!directory.Succeeded || !Directory.Exists(directory.Value))
        {
            return [];
        }

        var prefix = $"{project.Config.TaskPrefix}-";
        return
        [
            .. Directory
                .EnumerateFiles(directory.Value, "*.md")
                .Select(f => Path.GetFileName(f))
                .Where(f => f.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Every task of the places.</summary>
    public async Task<Result<ImmutableArray<TaskFile>>> ReadAllAsync(
        IEnumerable<TaskPlace> places,
        CancellationToken cancellation
    )
    {
        var tasks = ImmutableArray.CreateBuilder<TaskFile>();
        var warnings = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var place in places)
        {
            var directory = Folder(place);
            if (!directory.Succeeded)
            {
                return directory.Propagate<ImmutableArray<TaskFile>>();
            }

            foreach (var name in FileNames(place))
            {
                var file = await ReadAsync(Path.Combine(directory.Value, name), place, cancellation);
                warnings.AddRange(file.Diagnostics.Select(d => d with { Severity = Severity.Warning }));
                if (file.TryGet(out var task))
                {
                    tasks.Add(task);
                }
            }
        }

        return Result<ImmutableArray<TaskFile>>.Success(tasks.ToImmutable(), warnings.ToImmutable());
    }

    /// <summary>Reads one file; once more if it was being written.</summary>
    public async Task<Result<TaskFile>> ReadAsync(string path, TaskPlace place, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await ReadOnceAsync(path, place, cancellation);
            if (result.Succeeded || attempt == Attempts || !IsFresh(path))
            {
                return result;
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <summary>The full path of a task's file.</summary>
    public Result<string> FullPath(BacklogTask task) => ProjectPath.Resolve(project.Root, task.Path);

    /// <summary>The text as bytes, with the byte order mark it has, if any.</summary>
    public static byte[] Encode(string text) => Strict.GetBytes(text);

    private async Task<Result<TaskFile>> ReadOnceAsync(string path, TaskPlace place, CancellationToken cancellation)
    {
        var relative = Path.GetRelativePath(project.Root, path).Replace('\\', '/');
        var file = new FileInfo(path);
        if (ProjectPath.IsLink(path))
        {
            return Unreadable(relative, "it is a symbolic link");
        }

        try
        {
            if (file.Length > MaximumLength)
            {
                return Unreadable(relative, "it is larger than 1 MiB");
            }

            return TaskFile.Read(relative, place, Strict.GetString(await File.ReadAllBytesAsync(path, cancellation)));
        }
        catch (DecoderFallbackException)
        {
            return Unreadable(relative, "it is not UTF-8");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unreadable(relative, e.Message.TrimEnd('.'));
        }
    }

    private Result<string> Folder(TaskPlace place) =>
        ProjectPath.Resolve(
            project.Root,
            Path.GetRelativePath(project.Root, project.Directory).Replace('\\', '/')
                + place switch
                {
                    TaskPlace.Active => "/tasks",
                    TaskPlace.Completed => "/completed",
                    _ => "/archive/tasks",
                }
        );

    private bool IsFresh(string path) =>
        (time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(path)).Duration() < Fresh;

    private static Diagnostic Unreadable(string path, string why) =>
        WorkspaceDiagnostics.TaskUnreadable.Error(
            $"The task file '{path}' cannot be read: {why}.",
            "correct the file by hand; it is left as it is",
            new SourceLocation(path, 1, 1)
        );
}
