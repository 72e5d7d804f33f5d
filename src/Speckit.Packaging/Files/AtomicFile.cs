using System.Security.Cryptography;

namespace Speckit.Packaging.Files;

/// <summary>Replaces files so that readers, and the next start after a crash, see the old or the new content, never a part of it.</summary>
public static class AtomicFile
{
    private const int SuffixLength = 12;

    /// <summary>Mode 0644.</summary>
    public const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Mode 0600.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Mode 0755.</summary>
    public const UnixFileMode Executable =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Writes or replaces a file: a new file beside it, flushed, renamed over it, and the folder flushed.</summary>
    /// <param name="path">The file; its folder must exist. A link there is replaced, not followed.</param>
    /// <param name="content">The whole new content.</param>
    /// <param name="mode">The mode it is created with, less the process's umask. Ignored on Windows.</param>
    /// <exception cref="IOException">It cannot be written; the old file is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode = Readable) =>
        _ = Replace(path, content, mode, durable: true);

    /// <summary>The same; says when the file was last written to, as its name will from now on.</summary>
    /// <inheritdoc cref="Write"/>
    public static DateTime WriteTimed(string path, ReadOnlySpan<byte> content) =>
        Replace(path, content, Readable, durable: true);

    /// <summary>The same for what can be computed again: it is not flushed. Readers see the old or the new content; after a power failure
    /// there may be anything, which a checksum has to show.</summary>
    /// <inheritdoc cref="Write"/>
    public static void WriteDerived(string path, ReadOnlySpan<byte> content) =>
        _ = Replace(path, content, Readable, durable: false);

    /// <summary>Writes a file that must not be there yet. It appears with its content, or not at all.</summary>
    /// <returns>False when something is already there; nothing was changed then.</returns>
    /// <inheritdoc cref="Write"/>
    public static bool Create(string path, ReadOnlySpan<byte> content, UnixFileMode mode = Readable)
    {
        if (Path.Exists(path))
        {
            return false;
        }

        var stage = Stage(path, mode);
        try
        {
            using (stage)
            {
                stage.Write(content);
                stage.Flush(flushToDisk: true);
            }

            Commit(stage.Name, path, overwrite: false);
            return true;
        }
        catch (IOException) when (Path.Exists(path))
        {
            File.Delete(stage.Name);
            return false;
        }
        catch
        {
            File.Delete(stage.Name);
            throw;
        }
    }

    /// <summary>Deletes what writers of a file that were stopped left beside it. A writer at work loses its file and fails: the caller knows
    /// that there is none, or that it does not matter.</summary>
    public static void DeleteStaged(string path)
    {
        var full = Path.GetFullPath(path);
        var directory = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(directory))
        {
            return;
        }

        var (prefix, options) = (
            $".{Path.GetFileName(full)}.",
            new EnumerationOptions { AttributesToSkip = FileAttributes.None }
        );
        foreach (var staged in Directory.EnumerateFiles(directory, "*.tmp", options))
        {
            var name = Path.GetFileName(staged);
            if (name.StartsWith(prefix, StringComparison.Ordinal) && name.Length == prefix.Length + SuffixLength + 4)
            {
                File.Delete(staged);
            }
        }
    }

    private static DateTime Replace(string path, ReadOnlySpan<byte> content, UnixFileMode mode, bool durable)
    {
        var stage = Stage(path, mode);
        try
        {
            DateTime written;
            using (stage)
            {
                stage.Write(content);
                stage.Flush(flushToDisk: durable);
                written = File.GetLastWriteTimeUtc(stage.SafeFileHandle);
            }

            if (durable)
            {
                Commit(stage.Name, path, overwrite: true);
            }
            else
            {
                File.Move(stage.Name, Path.GetFullPath(path), overwrite: true);
            }

            return written;
        }
        catch
        {
            File.Delete(stage.Name);
            throw;
        }
    }

    /// <summary>A new, empty file beside <paramref name="path"/>, which nobody else has open, to be given to <see cref="Commit"/>.</summary>
    internal static FileStream Stage(string path, UnixFileMode mode)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        var suffix = RandomNumberGenerator.GetHexString(SuffixLength, lowercase: true);
        var name = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{suffix}.tmp");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        return new FileStream(name, options);
    }

    /// <summary>Gives a staged file, flushed and closed, its name.</summary>
    internal static void Commit(string staged, string path, bool overwrite)
    {
        var full = Path.GetFullPath(path);
        File.Move(staged, full, overwrite);
        Durable.FlushDirectory(Path.GetDirectoryName(full)!);
    }
}
