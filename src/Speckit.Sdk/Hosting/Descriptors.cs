using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Speckit.Sdk.Hosting;

/// <summary>File descriptors of Unix.</summary>
internal static partial class Descriptors
{
    public const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;

    private const int DuplicateCloseOnExecOnLinux = 1030;

    /// <summary>Another descriptor of the same file, not one of the three standard ones. On Linux, child processes do not get it.</summary>
    /// <exception cref="Win32Exception">There is none left.</exception>
    public static int Copy(int descriptor) =>
        // Elsewhere the arguments of fcntl are passed in another way.
        Check(OperatingSystem.IsLinux() ? Fcntl(descriptor, DuplicateCloseOnExecOnLinux, Error + 1) : Dup(descriptor));

    /// <summary>Lets a descriptor stand for the file of another one.</summary>
    /// <exception cref="Win32Exception">It cannot.</exception>
    public static void Replace(int descriptor, int with) => Check(Dup2(with, descriptor));

    private static int Check(int result) => result < 0 ? throw new Win32Exception() : result;

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Dup(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Dup2(int from, int to);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fcntl(int descriptor, int command, int argument);
}
