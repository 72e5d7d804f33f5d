using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Speckit.Host.Platform;
using Speckit.Host.Sandbox.Profiles;

namespace Speckit.Host.Sandbox.Bubblewrap;

/// <summary>What bubblewrap inherits: the program of the step before the plugin, and small files that a sandbox has copies of, which are settings of the
/// system and files that stand in for the system's. These lie in memory. A mount for each would take a quarter of a millisecond. Dispose
/// when bubblewrap was started.</summary>
[SupportedOSPlatform("linux")]
internal sealed class InheritedFiles : IDisposable
{
    private static readonly ImmutableArray<(string Path, byte[] Content)> _standIns =
    [
        ("/etc/passwd", Encoding.UTF8.GetBytes("plugin:x:1000:1000::/tmp:/bin/false\n")),
        ("/etc/group", Encoding.UTF8.GetBytes("plugin:x:1000:\n")),
        ("/etc/hosts", Encoding.UTF8.GetBytes("127.0.0.1 localhost\n::1 localhost\n")),
    ];

    /// <summary><c>MFD_CLOEXEC</c>.</summary>
    private const uint CloseOnExec = 1;

    private readonly SafeFileHandle _step;
    private readonly List<(string Path, SafeFileHandle File)> _copies = [];

    private InheritedFiles(SafeFileHandle step) => _step = step;

    /// <summary>The path, inside the sandbox, of the program that is the step before the plugin.</summary>
    internal string Step => LinuxOpen.PathOf(_step);

    /// <summary>The copies: the descriptor to read each from, and its path in the sandbox.</summary>
    internal IEnumerable<(int Descriptor, string Path)> Copies =>
        _copies.Select(f => ((int)f.File.DangerousGetHandle(), f.Path));

    /// <summary>Opens the program, and reads the files that this machine has and this user may read.</summary>
    /// <param name="step">The program of the step before the plugin.</param>
    /// <exception cref="IOException">The program is not there, or there is no memory for the files.</exception>
    internal static InheritedFiles Open(string step)
    {
        var files = new InheritedFiles(OpenStep(step));
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

    /// <summary>Lets what is started inherit them.</summary>
    internal void LetThrough()
    {
        _ = OpenDescriptors.LetThrough((int)_step.DangerousGetHandle());
        foreach (var (_, file) in _copies)
        {
            _ = OpenDescriptors.LetThrough((int)file.DangerousGetHandle());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _step.Dispose();
        foreach (var (_, file) in _copies)
        {
            file.Dispose();
        }
    }

    private static SafeFileHandle OpenStep(string path)
    {
        var descriptor = OpenDescriptors.BeyondStreams(
            LinuxNative.Open(path, LinuxNative.OpenPath | LinuxNative.CloseOnExec)
        );
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"{path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
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
        var descriptor = OpenDescriptors.BeyondStreams(LinuxNative.CreateInMemory(path, CloseOnExec));
        if (descriptor < 0)
        {
            throw new IOException(
                $"{path} cannot be copied: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}"
            );
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        _copies.Add((path, file));
        RandomAccess.Write(file, content, fileOffset: 0);
    }
}
