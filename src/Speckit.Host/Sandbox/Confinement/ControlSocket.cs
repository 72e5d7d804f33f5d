using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Speckit.Host.Platform;

namespace Speckit.Host.Sandbox.Confinement;

/// <summary>The inner step's end of the socket to the host, and what is said on it: the host sends the length of an order and the order; the step
/// answers with bytes, and the end of the socket means that it became the plugin.</summary>
[SupportedOSPlatform("linux")]
internal static class ControlSocket
{
    /// <summary>Comes with the descriptor that the host's proxy listens on.</summary>
    internal const byte Listening = (byte)'L';

    /// <summary>The sandbox is complete.</summary>
    internal const byte Ready = (byte)'R';

    /// <summary>It is not; why follows in words.</summary>
    internal const byte Failed = (byte)'F';

    private const int FamilyUnix = 1;
    private const int FamilyInet = 2;
    private const int StreamCloseOnExec = 1 | LinuxNative.CloseOnExec;
    private const int SolSocket = 1;
    private const int ScmRights = 1;
    private const int NoSignal = 0x4000;

    /// <summary>The longest path of a socket, with its end.</summary>
    internal const int MaxPath = 108;

    private const int FamilyLength = sizeof(ushort);
    private const int AddressLength = FamilyLength + MaxPath;

    internal static unsafe int Connect(string path)
    {
        var address = stackalloc byte[AddressLength];
        Fill(new Span<byte>(address, AddressLength), path);
        var socket = Check(LinuxNative.Socket(FamilyUnix, StreamCloseOnExec, 0), "opening the control socket");
        _ = Check(LinuxNative.Connect(socket, address, AddressLength), "connecting to the host");
        return socket;
    }

    /// <summary>The host's end, for one caller.</summary>
    internal static unsafe int Listen(string path)
    {
        var address = stackalloc byte[AddressLength];
        Fill(new Span<byte>(address, AddressLength), path);
        var socket = Check(LinuxNative.Socket(FamilyUnix, StreamCloseOnExec, 0), "opening the control socket");
        try
        {
            _ = Check(LinuxNative.Bind(socket, address, AddressLength), "binding the control socket");
            _ = Check(LinuxNative.Listen(socket, 1), "listening for the step before the plugin");
            return socket;
        }
        catch (Win32Exception)
        {
            _ = LinuxNative.Close(socket);
            throw;
        }
    }

    private static void Fill(Span<byte> address, string path)
    {
        var name = Encoding.UTF8.GetBytes(path);
        if (name.Length >= MaxPath)
        {
            throw new IOException("the control socket's path is too long");
        }

        address.Clear();
        address[0] = FamilyUnix;
        name.CopyTo(address[FamilyLength..]);
    }

    internal static byte[] ReadOrder(int socket)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(ReadExactly(socket, sizeof(int)));
        return length is > 0 and <= ConfineOrder.MaxLength
            ? ReadExactly(socket, length)
            : throw new IOException("the host sent no order");
    }

    internal static unsafe int ListenOnLoopback(ushort port)
    {
        var socket = Check(LinuxNative.Socket(FamilyInet, StreamCloseOnExec, 0), "opening the proxy's socket");
        var address = stackalloc byte[16];
        new Span<byte>(address, 16).Clear();
        *(ushort*)address = FamilyInet;
        BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(address + 2, 2), port);
        BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(address + 4, 4), 0x7F000001);
        _ = Check(LinuxNative.Bind(socket, address, 16), "binding the proxy's socket");
        _ = Check(LinuxNative.Listen(socket, 128), "listening for the proxy");
        return socket;
    }

    /// <summary>Sends bytes, and a descriptor with them when it is not negative.</summary>
    internal static unsafe long Send(int socket, ReadOnlySpan<byte> bytes, int descriptor)
    {
        fixed (byte* start = bytes)
        {
            var vector = new LinuxNative.IoVector { Base = start, Length = (nuint)bytes.Length };
            var message = new LinuxNative.MessageHeader { Vectors = &vector, VectorCount = 1 };
            var control = new LinuxNative.DescriptorMessage
            {
                Length = (nuint)(sizeof(LinuxNative.DescriptorMessage) - sizeof(int)),
                Level = SolSocket,
                Type = ScmRights,
                Descriptor = descriptor,
            };
            if (descriptor >= 0)
            {
                message.Control = &control;
                message.ControlLength = (nuint)sizeof(LinuxNative.DescriptorMessage);
            }

            return LinuxNative.SendMessage(socket, &message, NoSignal);
        }
    }

    /// <summary>Reads what the other end sent: the number of bytes (0 at the end, negative when nothing is there), and the descriptor that came
    /// with them or -1.</summary>
    internal static unsafe (int Count, int Descriptor) Receive(nint socket, Span<byte> buffer)
    {
        const int closeOnExec = 0x40000000;
        const int dontWait = 0x40;
        fixed (byte* start = buffer)
        {
            var vector = new LinuxNative.IoVector { Base = start, Length = (nuint)buffer.Length };
            LinuxNative.DescriptorMessage control = default;
            var message = new LinuxNative.MessageHeader
            {
                Vectors = &vector,
                VectorCount = 1,
                Control = &control,
                ControlLength = (nuint)sizeof(LinuxNative.DescriptorMessage),
            };
            var count = LinuxNative.ReceiveMessage((int)socket, &message, closeOnExec | dontWait);
            var hasDescriptor =
                count > 0 && message.ControlLength > 0 && control is { Level: SolSocket, Type: ScmRights };
            return ((int)count, hasDescriptor ? control.Descriptor : -1);
        }
    }

    private static unsafe byte[] ReadExactly(int socket, int count)
    {
        var bytes = new byte[count];
        fixed (byte* start = bytes)
        {
            for (var read = 0; read < count; )
            {
                var step = LinuxNative.Read(socket, start + read, (nuint)(count - read));
                if (step <= 0)
                {
                    throw new IOException("the host ended");
                }

                read += (int)step;
            }
        }

        return bytes;
    }

    private static int Check(int result, string what)
    {
        if (result >= 0)
        {
            return result;
        }

        var error = Marshal.GetLastPInvokeError();
        throw new Win32Exception(error, $"{what} failed: {Marshal.GetPInvokeErrorMessage(error)}");
    }
}
