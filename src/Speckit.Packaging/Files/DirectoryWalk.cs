namespace Speckit.Packaging.Files;

/// <summary>What a name in a folder stands for, without following it.</summary>
internal enum FoundKind
{
    File,
    Directory,
    Link,
}

/// <summary>One name below a folder.</summary>
/// <param name="Path">Relative, with forward slashes.</param>
/// <param name="FullPath">On this machine.</param>
/// <param name="Kind">Links of any kind are links; pipes and devices are found out when they are opened.</param>
internal sealed record Found(string Path, string FullPath, FoundKind Kind);

/// <summary>Lists everything below a folder, hidden names too, without following links.</summary>
internal static class DirectoryWalk
{
    private const FileAttributes NotFound = (FileAttributes)(-1);

    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        MatchType = MatchType.Simple,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    /// <summary>Lists names, a folder before what is in it, in no particular order.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="enter">Whether to look into a folder.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    internal static IEnumerable<Found> Below(string root, Func<Found, bool> enter, CancellationToken cancellationToken)
    {
        var pending = new Stack<(string Prefix, DirectoryInfo Directory)>();
        pending.Push(("", new DirectoryInfo(root)));
        while (pending.TryPop(out var next))
        {
            foreach (var info in next.Directory.EnumerateFileSystemInfos("*", Everything))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var found = new Found(next.Prefix + info.Name, info.FullName, KindOf(info));
                yield return found;
                if (found.Kind == FoundKind.Directory && enter(found))
                {
                    pending.Push((found.Path + "/", (DirectoryInfo)info));
                }
            }
        }
    }

    // A name that is not UTF-8 reads as one that does not exist: a file, which whoever opens it will not find.
    private static FoundKind KindOf(FileSystemInfo info) =>
        info.LinkTarget is not null ? FoundKind.Link
        : info.Attributes == NotFound ? FoundKind.File
        : info.Attributes.HasFlag(FileAttributes.ReparsePoint) ? FoundKind.Link
        : info is DirectoryInfo ? FoundKind.Directory
        : FoundKind.File;
}
