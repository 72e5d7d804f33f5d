namespace Speckit.Host.Locking;

/// <summary>By what derived data knows the lock file that it was derived from, without reading it.</summary>
/// <param name="Ticks">When it was last written to, UTC.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct LockFileStamp(long Ticks, long Length)
{
    /// <summary>That of the file that is there now, or null.</summary>
    internal static LockFileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new LockFileStamp(file.LastWriteTimeUtc.Ticks, file.Length) : null;
    }
}
