using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Speckit.Host.Platform;

/// <summary>The few system calls that .NET does not offer: the one seam to the C library.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class UnixNative
{
    internal const int SigTerm = 15;
    internal const int SigKill = 9;
    internal const int PrSetParentDeathSignal = 1;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    internal static partial int SetSid();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "getppid")]
    internal static partial int GetParentProcessId();

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    internal static partial int ProcessControl(int option, ulong arg2, ulong arg3, ulong arg4, ulong arg5);

    /// <summary>Becomes another program, with the environment that this process was started with. The last argument is null.</summary>
    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Execute(string path, string?[] arguments);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial long OpenAt2(long number, long directory, string path, OpenHow* how, nuint size);

    /// <summary>The <c>struct open_how</c> of openat2(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct OpenHow
    {
        internal ulong Flags;
        internal ulong Mode;
        internal ulong Resolve;
    }
}
