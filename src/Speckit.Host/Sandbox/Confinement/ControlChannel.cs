using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Speckit.Host.Platform;

namespace Speckit.Host.Sandbox.Confinement;

/// <summary>What the inner step said.</summary>
/// <param name="Failure">Why the sandbox is not complete, or null when it is and the step became the plugin.</param>
/// <param name="Listener">The socket inside the sandbox that the proxy listens on, or null.</param>
internal sealed record ConfineAnswer(string? Failure, Socket? Listener);

/// <summary>The host's end of the socket to the step before the plugin.</summary>
[SupportedOSPlatform("linux")]
internal sealed class ControlChannel : IDisposable
{
    private const int LongestAnswer = 4096;
    private const string EndedEarly = "the step before the plugin ended too early";
    private readonly SafeSocketHandle _host;
    private readonly SafeFileHandle _step;

    /// <summary>Makes both ends. The host's is one of .NET's sockets only once the step is waited for: the first of those takes a millisecond, and the
    /// sandbox can be made meanwhile.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There are no descriptors left.</exception>
    internal ControlChannel() => (_host, _step) = ControlSocket.Pair();

    /// <summary>The descriptor of the step's end.</summary>
    internal int StepDescriptor => (int)_step.DangerousGetHandle();

    /// <summary>Whether the step was there.</summary>
    internal bool HasArrived { get; private set; }

    /// <summary>Whether the step was about to become the plugin, and did not say since that it could not.</summary>
    internal bool WasReady { get; private set; }

    /// <summary>Lets what is started inherit the step's end.</summary>
    internal void LetThrough() => _ = OpenDescriptors.LetThrough(StepDescriptor);

    /// <summary>Leaves the step's end to what was started: the host sees the step end only when it holds that no more.</summary>
    internal void HandOver() => _step.Dispose();

    /// <summary>Waits for the step, lets the host see its process, gives it its order and waits until it became the plugin.</summary>
    /// <param name="order">What it is to do.</param>
    /// <param name="arrived">Sees the step's process while it waits for the order, and so surely lives. The order is sent when it is done.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<ConfineAnswer> ConductAsync(
        ConfineOrder order,
        Func<int, Task> arrived,
        CancellationToken cancellationToken
    )
    {
        HandOver();
        using var step = new Socket(_host);
        await arrived(await ReadArrivalAsync(step, cancellationToken));
        try
        {
            await SendAsync(step, order, cancellationToken);
            return await ReadAnswerAsync(step, cancellationToken);
        }
        catch (SocketException)
        {
            // It ended before it had read all that was sent.
            return new ConfineAnswer(EndedEarly, null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _step.Dispose();
        _host.Dispose();
    }

    private static async Task SendAsync(Socket step, ConfineOrder order, CancellationToken cancellationToken)
    {
        var bytes = order.Encode();
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        _ = await step.SendAsync(length, cancellationToken);
        for (var sent = 0; sent < bytes.Length; )
        {
            sent += await step.SendAsync(bytes.AsMemory(sent), cancellationToken);
        }
    }

    private async Task<int> ReadArrivalAsync(Socket step, CancellationToken cancellationToken)
    {
        var word = new byte[1];
        _ = await step.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
        var received = ControlSocket.Receive(step.Handle, word);
        if (received.Count > 0 && word[0] == ControlSocket.Here)
        {
            HasArrived = true;
            return received.Process;
        }

        // Nobody will come: what was started ends, or has ended, and says why.
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }

    private async Task<ConfineAnswer> ReadAnswerAsync(Socket step, CancellationToken cancellationToken)
    {
        var answer = new List<byte>();
        Socket? listener = null;
        var buffer = new byte[256];
        while (answer.Count < LongestAnswer)
        {
            // Waits until there is something; what comes with a descriptor only recvmsg can read.
            _ = await step.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
            var (count, descriptor, _) = ControlSocket.Receive(step.Handle, buffer);
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
            WasReady = answer.Count > 0 && answer[^1] == ControlSocket.Ready && !answer.Contains(ControlSocket.Failed);
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
        return new ConfineAnswer(EndedEarly, null);
    }
}
