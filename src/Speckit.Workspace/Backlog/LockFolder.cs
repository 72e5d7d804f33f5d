using System.Runtime.InteropServices;

namespace Speckit.Workspace.Backlog;

/// <summary>Makes a folder only if it was not there, which the base library cannot say.</summary>
internal static partial class LockFolder
{
    private const int AlreadyExists = 183;
    private static readonly int FileExists = OperatingSystem.IsWindows() ? AlreadyExists : 17;

    /// <summary>Makes the folder; false when something has the name already.</summary>
    /// <exception cref="IOException">It cannot be made for another reason.</exception>
    public static bool TryCreate(string path)
    {
        var made = OperatingSystem.IsWindows()
            ? CreateDirectory(path, 0)
            : MakeDirectory(
                path,
                0x1ED /* 0755 */
            ) == 0;
        if (made)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == FileExists
            ? false
            : throw new IOException(
                $"The backlog lock '{path}' cannot be made: {Marshal.GetPInvokeErrorMessage(error)}."
            );
    }

    /// <summary>Deletes the folder; one that is gone, or was put to other use, stays as it is.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            Directory.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Released by another process: what we wanted.
        }
    }

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectory(string path, uint mode);

    [LibraryImport(
        "kernel32",
        EntryPoint = "CreateDirectoryW",
        SetLastError = true,
        StringMarshalling = StringMarshalling.Utf16
    )]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateDirectory(string path, nint securityAttributes);
}
