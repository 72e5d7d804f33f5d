using System.Globalization;
using System.Runtime.Versioning;

namespace Speckit.Host.Platform;

/// <summary>The descriptors that a process has from others.</summary>
internal static class OpenDescriptors
{
    private const int First = 3;
    private const int SetFlags = 2;
    private const int CloseOnExec = 1;

    /// <summary>A descriptor that is none of the three standard streams, which another program gets other ones for: the same one, or a copy in its
    /// place where a stream was closed.</summary>
    [SupportedOSPlatform("linux")]
    internal static int BeyondStreams(int descriptor)
    {
        const int duplicateCloseOnExec = 1030;
        if (descriptor is < 0 or >= First)
        {
            return descriptor;
        }

        var copy = LinuxNative.ControlDescriptor(descriptor, duplicateCloseOnExec, First);
        _ = LinuxNative.Close(descriptor);
        return copy;
    }

    /// <summary>Lets the programs that are started inherit a descriptor.</summary>
    /// <returns>Negative when it is none.</returns>
    [SupportedOSPlatform("linux")]
    internal static int LetThrough(int descriptor) => LinuxNative.ControlDescriptor(descriptor, SetFlags, 0);

    /// <summary>Lets nothing but the three standard streams through to the next program: a host has what its own caller left open.</summary>
    [SupportedOSPlatform("linux")]
    internal static void CloseAtExec()
    {
        var all = LinuxNative.CloseRange(
            LinuxNative.CloseRangeNumber,
            First,
            uint.MaxValue,
            LinuxNative.CloseRangeOnExec
        );
        if (all == 0)
        {
            return;
        }

        // Kernels before 5.11.
        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            if (
                int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= First
            )
            {
                _ = LinuxNative.ControlDescriptor(number, SetFlags, CloseOnExec);
            }
        }
    }
}
