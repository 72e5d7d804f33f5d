using System.Buffers.Binary;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Speckit.Host.Platform;

namespace Speckit.Host.Sandbox.Confinement;

/// <summary>The socket between the host and the step before the plugin, and what is said on it: the step says that it is there, the host sends the
/// length of an order and the order; the step answers with bytes, and the end of the socket means that it became the plugin.</summary>
[SupportedOSPlatform("linux")]
internal static class ControlSocket
{
    /// <summary>The step is there, and waits for its order.</summary>
    internal const byte Here = (byte)'H';

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

    /// <summary>The header of a control message: its length, its level and its type.</summary>
    private const int HeaderLength = 16;
    private const int NoSignal = 0x4000;

    private const int ScmCredentials = 2;
    private const int PassCredentials = 16;

    /// <summary>A control message with credentials and one with a descriptor.</summary>
    private const int ControlLength = 64;

    /// <summary>The two ends. Neither is inherited.</summary>
    /// <exception cref="Win32Exception">There are no descriptors left.</exception>
    internal static unsafe (SafeSocketHandle Host, SafeFileHandle Step) Pair()
    {
        var ends = stackalloc int[2];
        _ = Check(
            LinuxNative.SocketPair(FamilyUnix, StreamCloseOnExec, 0, ends),
            "opening the socket to the step before the plugin"
        );
        var host = new SafeSocketHandle(ends[0], ownsHandle: true);
        var step = new SafeFileHandle(OpenDescriptors.BeyondStreams(ends[1]), ownsHandle: true);
        var on = 1;
        if (step.IsInvalid || LinuxNative.SetSocketOption(ends[0], SolSocket, PassCredentials, &on, sizeof(int)) < 0)
        {
            var failure = Failure("preparing the socket to the step before the plugin");
            host.Dispose();
            step.Dispose();
            throw failure;
        }

        return (host, step);
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

    /// <summary>Reads what the step sent, if something is there.</summary>
    internal static unsafe Received Receive(nint socket, Span<byte> buffer)
    {
        const int closeOnExec = 0x40000000;
        const int dontWait = 0x40;
        var control = stackalloc byte[ControlLength];
        fixed (byte* start = buffer)
        {
            var vector = new LinuxNative.IoVector { Base = start, Length = (nuint)buffer.Length };
            var message = new LinuxNative.MessageHeader
            {
                Vectors = &vector,
                VectorCount = 1,
                Control = control,
                ControlLength = ControlLength,
            };
            var count = (int)LinuxNative.ReceiveMessage((int)socket, &message, closeOnExec | dontWait);
            return count > 0
                ? Read(new ReadOnlySpan<byte>(control, (int)message.ControlLength), count)
                : new Received(count, -1, 0);
        }
    }

    private static Received Read(ReadOnlySpan<byte> control, int count)
    {
        var received = new Received(count, -1, 0);
        while (control.Length >= HeaderLength + sizeof(int))
        {
            var value = BinaryPrimitives.ReadInt32LittleEndian(control[HeaderLength..]);
            received = (
                BinaryPrimitives.ReadInt32LittleEndian(control[sizeof(ulong)..]),
                BinaryPrimitives.ReadInt32LittleEndian(control[(sizeof(ulong) + sizeof(int))..])
            ) switch
            {
                (SolSocket, ScmRights) => received with { Descriptor = value },
                (SolSocket, ScmCredentials) => received with { Process = value },
                _ => received,
            };
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(control);
            var next = (length + sizeof(ulong) - 1) & -sizeof(ulong);
            control = next >= HeaderLength && next < control.Length ? control[next..] : [];
        }

        return received;
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

        throw Failure(what);
    }

    private static Win32Exception Failure(string what)
    {
        var error = Marshal.GetLastPInvokeError();
        return new Win32Exception(error, $"{what} failed: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>What came.</summary>
    /// <param name="Count">The number of bytes: 0 at the end, negative when nothing is there.</param>
    /// <param name="Descriptor">The descriptor that came with them, or -1.</param>
    /// <param name="Process">The process that sent them, as the kernel says.</param>
    internal readonly record struct Received(int Count, int Descriptor, int Process);
}
