namespace Speckit.Workspace.Backlog;

/// <summary>Finds the repository's common Git folder, the one that all work trees share, without running git.</summary>
internal static class GitFolder
{
    private const int MaximumPointerLength = 8192;

    /// <summary>The folder, or null outside a repository.</summary>
    public static string? Find(string root)
    {
        for (var folder = new DirectoryInfo(root); folder is not null; folder = folder.Parent)
        {
            var git = Path.Combine(folder.FullName, ".git");
            if (Directory.Exists(git) && IsRepository(git))
            {
                return git;
            }

            if (File.Exists(git))
            {
                return FromPointer(git, folder.FullName);
            }
        }

        return null;
    }

    private static string? FromPointer(string file, string folder)
    {
        const string Prefix = "gitdir:";
        var pointer = ReadLine(file);
        if (pointer?.StartsWith(Prefix, StringComparison.Ordinal) != true)
        {
            return null;
        }

        var git = Path.GetFullPath(pointer[Prefix.Length..].Trim(), folder);
        var common = Path.Combine(git, "commondir");
        var target = File.Exists(common) && ReadLine(common) is { } relative ? Path.GetFullPath(relative, git) : git;
        return IsRepository(target) ? target : null;
    }

    private static string? ReadLine(string file) =>
        new FileInfo(file).Length > MaximumPointerLength ? null : File.ReadAllText(file).Trim();

    private static bool IsRepository(string git) =>
        File.Exists(Path.Combine(git, "HEAD")) && Directory.Exists(Path.Combine(git, "objects"));
}
