using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Speckit.Host.Platform;
using Speckit.Host.Sandbox.Profiles;

namespace Speckit.Host.Sandbox.Bubblewrap;

/// <summary>Small files that a sandbox has copies of: settings of the system, and files that stand in for the system's. They lie in memory, and bubblewrap
/// reads them from descriptors that it inherits: a mount for each would take a quarter of a millisecond. Dispose when bubblewrap was
/// started.</summary>
[SupportedOSPlatform("linux")]
internal sealed class CopiedFiles : IDisposable
{
    private static readonly ImmutableArray<(string Path, byte[] Content)> _standIns =
    [
        ("/etc/passwd", Encoding.UTF8.GetBytes("plugin:x:1000:1000::/tmp:/bin/false\n")),
        ("/etc/group", Encoding.UTF8.GetBytes("plugin:x:1000:\n")),
        ("/etc/hosts", Encoding.UTF8.GetBytes("127.0.0.1 localhost\n::1 localhost\n")),
    ];

    private readonly List<(string Path, SafeFileHandle File)> _files = [];

    private CopiedFiles() { }

    /// <summary>The files: the descriptor to read each from, and its path in the sandbox.</summary>
    internal IEnumerable<(int Descriptor, string Path)> All =>
        _files.Select(f => ((int)f.File.DangerousGetHandle(), f.Path));

    /// <summary>Reads those that this machine has and this user may read.</summary>
    /// <exception cref="IOException">There is no memory for them.</exception>
    internal static CopiedFiles Open()
    {
        var files = new CopiedFiles();
        try
        {
            foreach (var path in SystemPaths.SettingFiles)
            {
                if (TryRead(path) is { } content)
                {
                    files.Add(path, content);
                }
            }

            foreach (var (path, content) in _standIns)
            {
                files.Add(path, content);
            }

            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, file) in _files)
        {
            file.Dispose();
        }
    }

    /// <summary>A file that this user may not read is not for plugins either.</summary>
    private static byte[]? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception e)
            when (e is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Add(string path, byte[] content)
    {
        var descriptor = LinuxNative.CreateInMemory(path, 0);
        if (descriptor < 0)
        {
            throw new IOException(
                $"{path} cannot be copied: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}"
            );
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        _files.Add((path, file));
        RandomAccess.Write(file, content, fileOffset: 0);
    }
}
