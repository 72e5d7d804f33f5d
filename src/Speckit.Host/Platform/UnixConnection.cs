using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Speckit.Host.Platform;

/// <summary>A blocking connection to a Unix socket. The first <c>Socket</c> of .NET starts a thread, which costs a short-lived process more than
/// all that it has to say.</summary>
internal static partial class UnixConnection
{
    private const int UnixFamily = 1;
    private const int StreamType = 1;
    private const int LinuxCloseOnExec = 0x80000;
    private const int LinuxNoSignal = 0x4000;
    private const int Interrupted = 4;
    private const int PathOffset = 2;
    private const int ReadingHalf = 0;

    /// <summary>Connects; null when nobody listens there.</summary>
    internal static SafeFileHandle? TryConnect(string path)
    {
        var handle = new SafeFileHandle(
            Create(UnixFamily, StreamType | (OperatingSystem.IsLinux() ? LinuxCloseOnExec : 0), 0),
            ownsHandle: true
        );
        if (!handle.IsInvalid)
        {
            var address = AddressOf(path);
            if (Connect(handle, address, address.Length) == 0)
            {
                return handle;
            }
        }

        handle.Dispose();
        return null;
    }

    /// <summary>Reads what there is, and waits for the first of it; 0 at the end.</summary>
    /// <exception cref="IOException">The connection broke, or it took too long.</exception>
    internal static int Read(SafeHandle connection, Span<byte> buffer)
    {
        nint received;
        while ((received = Receive(connection, buffer, buffer.Length, 0)) < 0)
        {
            ThrowUnlessInterrupted();
        }

        return (int)received;
    }

    /// <summary>Writes all of it.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    internal static void Write(SafeHandle connection, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var sent = Send(connection, bytes, bytes.Length, OperatingSystem.IsLinux() ? LinuxNoSignal : 0);
            if (sent < 0)
            {
                ThrowUnlessInterrupted();
                continue;
            }

            bytes = bytes[(int)sent..];
        }
    }

    /// <summary>Sets how long reading may take.</summary>
    internal static void ReadWithin(SafeHandle connection, int seconds)
    {
        // struct timeval: seconds and microseconds, a word each.
        nint[] limit = [seconds, 0];
        var (level, option) = OperatingSystem.IsLinux() ? (1, 20) : (0xffff, 0x1006);
        _ = SetOption(connection, level, option, limit, limit.Length * nint.Size);
    }

    /// <summary>Whoever reads, in whichever thread, reads the end.</summary>
    internal static void EndReading(SafeHandle connection) => _ = Shutdown(connection, ReadingHalf);

    private static void ThrowUnlessInterrupted()
    {
        var error = Marshal.GetLastPInvokeError();
        if (error != Interrupted)
        {
            throw new IOException(Marshal.GetPInvokeErrorMessage(error));
        }
    }

    private static byte[] AddressOf(string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        var address = new byte[PathOffset + bytes.Length + 1];
        if (OperatingSystem.IsLinux())
        {
            BinaryPrimitives.WriteInt16LittleEndian(address, UnixFamily);
        }
        else
        {
            (address[0], address[1]) = ((byte)address.Length, UnixFamily);
        }

        bytes.CopyTo(address, PathOffset);
        return address;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Create(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(SafeHandle connection, byte[] address, int length);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(SafeHandle connection, Span<byte> buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeHandle connection, ReadOnlySpan<byte> bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(SafeHandle connection, int level, int option, nint[] value, int length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    internal static partial int GetOption(
        SafeHandle connection,
        int level,
        int option,
        Span<byte> value,
        ref int length
    );

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    private static partial int Shutdown(SafeHandle connection, int half);
}
