using System.Runtime.Versioning;

namespace Speckit.Host.Platform;

/// <summary>The signals that a thread, and what is started from it, does not get.</summary>
internal static class SignalMask
{
    private const int Block = 0;
    private const int SetMask = 2;

    /// <summary>A signal set has 128 bytes in glibc and musl.</summary>
    private const int Words = 16;

    /// <summary>SIGHUP, SIGINT, SIGQUIT and SIGTSTP: the terminal's signals are for the host alone, which then ends its plugins in good order.</summary>
    private const ulong TerminalSignals = (1UL << 0) | (1UL << 1) | (1UL << 2) | (1UL << 19);

    /// <summary>Keeps the terminal's signals from this thread and what it starts.</summary>
    [SupportedOSPlatform("linux")]
    internal static unsafe void BlockTerminalSignals()
    {
        var mask = stackalloc ulong[Words];
        new Span<ulong>(mask, Words).Clear();
        mask[0] = TerminalSignals;
        _ = LinuxNative.SetSignalMask(Block, mask, null);
    }

    /// <summary>Gives this thread, and what it becomes, all signals again.</summary>
    [SupportedOSPlatform("linux")]
    internal static unsafe void Unblock()
    {
        var none = stackalloc ulong[Words];
        new Span<ulong>(none, Words).Clear();
        _ = LinuxNative.SetSignalMask(SetMask, none, null);
    }
}
