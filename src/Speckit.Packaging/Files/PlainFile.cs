using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging.Files;

/// <summary>Opens regular files and nothing else.</summary>
public static class PlainFile
{
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Opens a regular file for reading. A link is refused unless it may be followed; a named pipe is refused instead of waiting
    /// for a writer, which would let whoever can write a folder stop whoever verifies it.</summary>
    /// <returns>The open file, unbuffered, or <c>SPK2070</c> to <c>SPK2072</c>.</returns>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    public static Result<FileStream> OpenRead(string path, bool followLinks = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OperatingSystem.IsWindows() ? OpenWindows(path, followLinks) : OpenUnix(path, followLinks);
    }

    /// <summary>Reads a small regular file whole.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <param name="limit">The most bytes it may have.</param>
    /// <returns>Its bytes, or why not: also <c>SPK2011</c> when it is larger than the limit.</returns>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    public static Result<byte[]> ReadAll(string path, int limit)
    {
        var opened = OpenRead(path, followLinks: true);
        if (!opened.TryGet(out var file))
        {
            return opened.Propagate<byte[]>();
        }

        using (file)
        {
            var buffer = new byte[Math.Min(file.Length, limit) + 1];
            var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return read > limit || file.ReadByte() >= 0
                ? PackagingDiagnostics.MemberTooLarge.Error($"'{path}' has more than {limit} bytes.")
                : buffer[..read];
        }
    }

    /// <summary>Whether anybody may execute an open file. False on Windows, which has no such bit.</summary>
    internal static bool IsExecutable(FileStream file) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & AnyExecute) != UnixFileMode.None;

    private static Result<FileStream> OpenUnix(string path, bool followLinks)
    {
        var follow = followLinks ? 0 : LibC.NoFollow;
        var descriptor = LibC.Open(path, LibC.ReadOnly | LibC.CloseOnExec | LibC.NonBlocking | follow);
        if (descriptor < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return LibC.IsMissing(error) ? Missing(path)
                : LibC.IsLink(error) ? Link(path)
                : LibC.IsSocketOrPipe(error) ? NotPlain(path)
                : throw LibC.Failure("open", path, error);
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (File.GetAttributes(handle).HasFlag(FileAttributes.Directory))
        {
            handle.Dispose();
            return NotPlain(path);
        }

        var file = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        if (file.CanSeek)
        {
            return file;
        }

        file.Dispose();
        return NotPlain(path);
    }

    private static Result<FileStream> OpenWindows(string path, bool followLinks)
    {
        var info = new FileInfo(path);
        if (!followLinks && info.LinkTarget is not null)
        {
            return Link(path);
        }

        if (Directory.Exists(path))
        {
            return NotPlain(path);
        }

        return info.Exists
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0)
            : Missing(path);
    }

    private static Diagnostic Missing(string path) =>
        PackagingDiagnostics.FileMissing.Error($"'{path}' does not exist.", "Check the path.");

    private static Diagnostic Link(string path) =>
        PackagingDiagnostics.FileIsLink.Error(
            $"'{path}' is a symbolic link, expected a file.",
            "Replace the link by the file itself."
        );

    private static Diagnostic NotPlain(string path) =>
        PackagingDiagnostics.FileNotPlain.Error(
            $"'{path}' is a folder, device, pipe or socket, expected a file.",
            "Remove it."
        );
}
