namespace Speckit.Host.Services.Files;

/// <summary>Lists a project's files without following links.</summary>
internal static class ProjectWalk
{
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = true,
        MatchType = MatchType.Simple,
    };

    /// <summary>The regular files, relative with forward slashes. <c>.git</c> is never entered.</summary>
    internal static IEnumerable<string> Files(
        string root,
        Func<string, bool> enter,
        CancellationToken cancellationToken
    )
    {
        var pending = new Stack<(string Prefix, DirectoryInfo Directory)>();
        pending.Push(("", new DirectoryInfo(root)));
        while (pending.TryPop(out var next))
        {
            foreach (var entry in next.Directory.EnumerateFileSystemInfos("*", Everything))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var relative = next.Prefix + entry.Name;
                if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                {
                    continue;
                }

                if (entry is not DirectoryInfo directory)
                {
                    yield return relative;
                }
                else if (entry.Name != ".git" && enter(relative))
                {
                    pending.Push((relative + "/", directory));
                }
            }
        }
    }
}
