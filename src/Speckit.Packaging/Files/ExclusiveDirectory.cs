using System.Runtime.InteropServices;

namespace Speckit.Packaging.Files;

/// <summary>Creates folders that must not be there yet: <see cref="Directory.CreateDirectory(string)"/> is content with a link to one.</summary>
internal static partial class ExclusiveDirectory
{
    private const int WindowsAlreadyExists = 183;

    /// <summary>Creates one folder, mode 0755.</summary>
    /// <returns>False when something is already there.</returns>
    /// <exception cref="IOException">It cannot be created.</exception>
    internal static bool TryCreate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return CreateDirectoryW(path, 0) || FalseIf(path, Marshal.GetLastPInvokeError() == WindowsAlreadyExists);
        }

        return LibC.MakeDirectory(path, 0x1ED) == 0 || FalseIf(path, LibC.AlreadyExists(Marshal.GetLastPInvokeError()));
    }

    private static bool FalseIf(string path, bool exists) =>
        exists ? false : throw LibC.Failure("create", path, Marshal.GetLastPInvokeError());

    [LibraryImport("kernel32", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateDirectoryW(string path, nint security);
}
