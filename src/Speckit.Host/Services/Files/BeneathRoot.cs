using Microsoft.Win32.SafeHandles;
using Speckit.Host.Platform;
using Speckit.Protocol;

namespace Speckit.Host.Services.Files;

/// <summary>Opens what is below a folder, and nothing else. On Linux the kernel resolves the path with that condition (openat2), so that
/// what was checked is what is opened; elsewhere each step of the path is looked at first.</summary>
internal static class BeneathRoot
{
    /// <summary>Opens a regular file for reading.</summary>
    /// <param name="root">The folder, absolute.</param>
    /// <param name="relative">A path from <see cref="ProjectPath.Parse"/>.</param>
    /// <exception cref="RpcErrorException">It is not there, leads out of the folder, or is no regular file.</exception>
    internal static FileStream OpenRead(string root, string relative)
    {
        var handle = LinuxOpen.TryOpen(root, relative, directory: false);
        if (handle is not null && File.GetAttributes(handle).HasFlag(FileAttributes.Directory))
        {
            handle.Dispose();
            throw NotRegular(relative);
        }

        var stream = handle is null
            ? new FileStream(CheckSteps(root, relative), FileMode.Open, FileAccess.Read, FileShare.ReadWrite)
            : new FileStream(handle, FileAccess.Read, bufferSize: 0);
        if (stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        throw NotRegular(relative);
    }

    private static RpcErrorException NotRegular(string relative) =>
        new(RpcErrorCodes.Refused, $"{relative} is not a regular file");

    /// <summary>Opens a folder, creating it and those above it if asked to.</summary>
    /// <inheritdoc cref="OpenRead"/>
    internal static OpenedDirectory OpenDirectory(string root, string relative, bool create)
    {
        var current = "";
        foreach (var segment in relative.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            using var parent = Open(root, current);
            var path = parent.PathOf(segment);
            if (create && !Path.Exists(path))
            {
                Directory.CreateDirectory(path);
            }

            current = current.Length == 0 ? segment : $"{current}/{segment}";
        }

        return Open(root, current);
    }

    private static OpenedDirectory Open(string root, string relative)
    {
        var handle = LinuxOpen.TryOpen(root, relative.Length == 0 ? "." : relative, directory: true);
        return handle is null
            ? new OpenedDirectory(CheckSteps(root, relative), null)
            : new OpenedDirectory(LinuxOpen.PathOf(handle), handle);
    }

    private static string CheckSteps(string root, string relative)
    {
        var current = root;
        foreach (var segment in relative.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            current = Path.Combine(current, segment);
            if (new FileInfo(current).LinkTarget is not null)
            {
                throw new RpcErrorException(RpcErrorCodes.Refused, $"{relative} goes through a link");
            }
        }

        return Path.Exists(current)
            ? current
            : throw new RpcErrorException(RpcErrorCodes.NotFound, $"{relative} does not exist");
    }
}

/// <summary>A folder that stays the same one while it is open, whatever happens to its path.</summary>
/// <param name="path">A path to it.</param>
/// <param name="handle">What keeps it open, where the system has that.</param>
internal sealed class OpenedDirectory(string path, SafeFileHandle? handle) : IDisposable
{
    /// <summary>A path to a name in it.</summary>
    internal string PathOf(string name) => Path.Combine(path, name);

    /// <inheritdoc/>
    public void Dispose() => handle?.Dispose();
}
