using Speckit.Packaging.Files;

namespace Speckit.Host.Backups;

/// <summary>Copies a plugin's data; durable when done. Links are not followed: they are copied as links, wherever they lead. Pipes, sockets and devices, which
/// hold no data and would keep a reader waiting, are left out.</summary>
internal static class FolderCopy
{
    /// <summary>Copies a folder with all that is in it; an absent folder gives none.</summary>
    /// <param name="from">The folder.</param>
    /// <param name="to">The copy; may be there already if it is empty.</param>
    internal static void Copy(string from, string to)
    {
        if (!Directory.Exists(from))
        {
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(target, link);
            }
            else if (entry is DirectoryInfo directory)
            {
                Copy(directory.FullName, target);
            }
            else
            {
                CopyFile(entry.FullName, target);
            }
        }

        Durable.FlushDirectory(to);
    }

    private static void CopyFile(string from, string to)
    {
        if (!PlainFile.OpenRead(from).TryGet(out var source))
        {
            return;
        }

        using (source)
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = File.GetUnixFileMode(source.SafeFileHandle) | UnixFileMode.UserWrite;
            }

            using var target = new FileStream(to, options);
            source.CopyTo(target);
            target.Flush(flushToDisk: true);
        }
    }
}
