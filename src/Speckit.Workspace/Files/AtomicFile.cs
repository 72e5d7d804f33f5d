namespace Speckit.Workspace.Files;

/// <summary>Replaces whole files so that a reader, or a crash, sees the old content or the new one and nothing between.</summary>
internal static class AtomicFile
{
    /// <summary>Writes <paramref name="content"/> beside the target, flushes it to disk and renames it in.</summary>
    /// <param name="path">The target.</param>
    /// <param name="content">The whole new content.</param>
    /// <param name="overwrite">Whether an existing target is replaced; otherwise <see cref="IOException"/> is thrown.</param>
    /// <param name="verify">Asked after the flush and just before the rename whether to go on.</param>
    /// <returns>Whether the target was replaced.</returns>
    public static bool TryWrite(string path, ReadOnlySpan<byte> content, bool overwrite, Func<bool> verify)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".speckit-{Guid.NewGuid():N}.tmp");
        try
        {
            WriteThrough(temporary, content);
            KeepMode(path, temporary, overwrite);
            if (!verify())
            {
                File.Delete(temporary);
                return false;
            }

            File.Move(temporary, path, overwrite);
            return true;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Creates a file that did not exist and flushes it to disk.</summary>
    public static void WriteThrough(string path, ReadOnlySpan<byte> content)
    {
        // CreateNew never follows a link that somebody put at the name beforehand.
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    private static void KeepMode(string path, string temporary, bool overwrite)
    {
        if (overwrite && !OperatingSystem.IsWindows() && File.Exists(path))
        {
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
        }
    }
}
