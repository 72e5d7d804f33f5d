using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace Speckit.Host.Sandbox.Confinement;

/// <summary>What the inner step said.</summary>
/// <param name="Failure">Why the sandbox is not complete, or null when it is and the step became the plugin.</param>
/// <param name="Listener">The socket inside the sandbox that the proxy listens on, or null.</param>
internal sealed record ConfineAnswer(string? Failure, Socket? Listener);

/// <summary>The host's end of the control socket. It takes one caller.</summary>
[SupportedOSPlatform("linux")]
internal sealed class ControlChannel : IDisposable
{
    private const int SolSocket = 1;
    private const int PeerCredentials = 17;
    private const int LongestAnswer = 4096;
    private readonly SafeSocketHandle _listening;

    /// <summary>Listens. The socket is one of .NET's only once a caller is waited for: the first of those takes a millisecond, and the sandbox
    /// can be made meanwhile.</summary>
    /// <exception cref="IOException">The path is too long.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot listen.</exception>
    internal ControlChannel(string path) =>
        _listening = new SafeSocketHandle(ControlSocket.Listen(path), ownsHandle: true);

    /// <summary>Waits for the inner step, lets the host see its process, gives it its order and waits until it became the plugin.</summary>
    /// <param name="order">What it is to do.</param>
    /// <param name="arrived">Sees the step's process while it waits for the order, and so surely lives. The order is sent when it is done.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<ConfineAnswer> ConductAsync(
        ConfineOrder order,
        Func<int, Task> arrived,
        CancellationToken cancellationToken
    )
    {
        using var listener = new Socket(_listening);
        using var step = await listener.AcceptAsync(cancellationToken);
        listener.Close();
        await arrived(ProcessOf(step));
        var bytes = order.Encode();
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        _ = await step.SendAsync(length, cancellationToken);
        for (var sent = 0; sent < bytes.Length; )
        {
            sent += await step.SendAsync(bytes.AsMemory(sent), cancellationToken);
        }

        return await ReadAnswerAsync(step, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _listening.Dispose();

    private static async Task<ConfineAnswer> ReadAnswerAsync(Socket step, CancellationToken cancellationToken)
    {
        var answer = new List<byte>();
        Socket? listener = null;
        var buffer = new byte[256];
        while (answer.Count < LongestAnswer)
        {
            // Waits until there is something; what comes with a descriptor only recvmsg can read.
            _ = await step.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
            var (count, descriptor) = ControlSocket.Receive(step.Handle, buffer);
            if (descriptor >= 0)
            {
                listener?.Dispose();
                listener = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
            }

            if (count == 0)
            {
                break;
            }

            answer.AddRange(buffer.AsSpan(0, Math.Max(0, count)));
        }

        return Interpret([.. answer], listener);
    }

    private static ConfineAnswer Interpret(byte[] answer, Socket? listener)
    {
        if (answer.AsSpan().IndexOf(ControlSocket.Failed) is var at and >= 0)
        {
            listener?.Dispose();
            return new ConfineAnswer(Encoding.UTF8.GetString(answer.AsSpan(at + 1)), null);
        }

        if (answer.Length > 0 && answer[^1] == ControlSocket.Ready)
        {
            return new ConfineAnswer(null, listener);
        }

        listener?.Dispose();
        return new ConfineAnswer("the step before the plugin ended too early", null);
    }

    private static int ProcessOf(Socket step)
    {
        Span<byte> credentials = stackalloc byte[12];
        _ = step.GetRawSocketOption(SolSocket, PeerCredentials, credentials);
        return MemoryMarshal.Read<int>(credentials);
    }
}
