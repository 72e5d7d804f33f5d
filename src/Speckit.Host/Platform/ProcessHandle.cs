using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Speckit.Host.Platform;

/// <summary>A process that is known by a descriptor, not by a number that another process may have got meanwhile (pidfd).</summary>
internal sealed class ProcessHandle : IDisposable
{
    private readonly SafeFileHandle _handle;

    private ProcessHandle(SafeFileHandle handle) => _handle = handle;

    /// <summary>The handle of a process that surely lives; null where the kernel has no such handles.</summary>
    [SupportedOSPlatform("linux")]
    internal static ProcessHandle? Open(int process)
    {
        var descriptor = LinuxNative.PidfdOpen(LinuxNative.PidfdOpenNumber, process, 0);
        return descriptor < 0 ? null : new ProcessHandle(new SafeFileHandle((nint)descriptor, ownsHandle: true));
    }

    /// <summary>Sends a signal; nothing happens when the process has ended.</summary>
    [SupportedOSPlatform("linux")]
    internal void Signal(int signal) =>
        _ = LinuxNative.PidfdSendSignal(LinuxNative.PidfdSendSignalNumber, _handle.DangerousGetHandle(), signal, 0, 0);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
