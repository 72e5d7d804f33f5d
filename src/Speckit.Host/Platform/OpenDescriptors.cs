using System.Globalization;
using System.Runtime.Versioning;

namespace Speckit.Host.Platform;

/// <summary>The descriptors that a process has from others.</summary>
internal static class OpenDescriptors
{
    private const int First = 3;
    private const int SetFlags = 2;
    private const int CloseOnExec = 1;

    /// <summary>Lets the programs that are started inherit a descriptor.</summary>
    /// <returns>Negative when it is none.</returns>
    [SupportedOSPlatform("linux")]
    internal static int LetThrough(int descriptor) => LinuxNative.SetDescriptorFlags(descriptor, SetFlags, 0);

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
                _ = LinuxNative.SetDescriptorFlags(number, SetFlags, CloseOnExec);
            }
        }
    }
}
