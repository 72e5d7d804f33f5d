using System.Runtime.InteropServices;

namespace Speckit.Packaging.Files;

/// <summary>Makes changes survive a power failure.</summary>
public static class Durable
{
    /// <summary>Flushes a folder's list of names to the disk: without it, a file that was created or renamed there may be gone after
    /// a power failure although its own bytes were flushed. Nothing is needed, and nothing is done, on Windows.</summary>
    /// <exception cref="IOException">The folder cannot be opened or flushed.</exception>
    public static void FlushDirectory(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = LibC.Open(path, LibC.ReadOnly | LibC.CloseOnExec);
        if (descriptor < 0)
        {
            throw LibC.Failure("open", path, Marshal.GetLastPInvokeError());
        }

        var flushed = LibC.Flush(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = LibC.Close(descriptor);
        if (flushed < 0 && !LibC.CannotFlush(error))
        {
            throw LibC.Failure("flush", path, error);
        }
    }
}
