using System.Runtime.InteropServices;

namespace Speckit.Packaging.Files;

/// <summary>The few Unix calls .NET has no equal for. Only the fixed arguments of <c>open</c> are passed: it is variadic.</summary>
internal static partial class LibC
{
    internal const int ReadOnly = 0;

    private const int Enoent = 2;
    private const int Enxio = 6;
    private const int Eexist = 17;
    private const int Enotdir = 20;
    private const int Einval = 22;

    internal static int NoFollow =>
        OperatingSystem.IsMacOS() ? 0x100
        : RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 or Architecture.Ppc64le
            ? 0x8000
        : 0x20000;

    internal static int NonBlocking => OperatingSystem.IsMacOS() ? 0x4 : 0x800;

    internal static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    internal static bool IsMissing(int error) => error is Enoent or Enotdir;

    internal static bool IsLink(int error) => error == (OperatingSystem.IsMacOS() ? 62 : 40);

    internal static bool IsSocketOrPipe(int error) => error == Enxio || error == (OperatingSystem.IsMacOS() ? 102 : 95);

    internal static bool AlreadyExists(int error) => error == Eexist;

    /// <summary>File systems that cannot flush a folder say so; there is nothing to flush on them then.</summary>
    internal static bool CannotFlush(int error) => error == Einval || error == (OperatingSystem.IsMacOS() ? 45 : 95);

    internal static IOException Failure(string action, string path, int error) =>
        new($"Cannot {action} '{path}': {Marshal.GetPInvokeErrorMessage(error)}.");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakeDirectory(string path, uint mode);
}
