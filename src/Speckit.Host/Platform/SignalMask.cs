using System.Runtime.Versioning;

namespace Speckit.Host.Platform;

/// <summary>The signals that a thread, and what is started from it, does not get.</summary>
internal static class SignalMask
{
    internal const int Block = 0;
    internal const int SetMask = 2;

    /// <summary>SIGHUP, SIGINT, SIGQUIT and SIGTSTP: the terminal's signals are for the host alone, which then ends its plugins in good order.</summary>
    private const ulong TerminalSignals = (1UL << 0) | (1UL << 1) | (1UL << 2) | (1UL << 19);

    /// <summary>Keeps the terminal's signals from this thread and what it starts.</summary>
    [SupportedOSPlatform("linux")]
    internal static unsafe void BlockTerminalSignals()
    {
        var mask = stackalloc ulong[16];
        new Span<ulong>(mask, 16).Clear();
        mask[0] = TerminalSignals;
        _ = LinuxNative.SetSignalMask(Block, mask, null);
    }
}
