using System.Runtime.Versioning;

namespace Speckit.Host.Platform;

/// <summary>The kernel's capabilities of a process.</summary>
[SupportedOSPlatform("linux")]
internal static class Capabilities
{
    private const int SetSecureBits = 28;
    private const int DropFromBoundingSet = 24;
    private const int Ambient = 47;
    private const int ClearAll = 4;

    /// <summary>NOROOT, NO_SETUID_FIXUP and NO_CAP_AMBIENT_RAISE, and the locks of all four.</summary>
    private const int NothingForRoot = 0xEF;

    private const int MostCapabilities = 64;
    private const uint Version3 = 0x20080522;

    /// <summary>Gives all of them up for good: the user 0 gets none back when it executes a program. Who has none cannot change the bounding
    /// set, and gains nothing from it either.</summary>
    /// <returns>Negative when the kernel refuses.</returns>
    internal static unsafe int Drop()
    {
        _ = UnixNative.ProcessControl(SetSecureBits, NothingForRoot, 0, 0, 0);
        for (var i = 0ul; i < MostCapabilities; i++)
        {
            if (UnixNative.ProcessControl(DropFromBoundingSet, i, 0, 0, 0) < 0)
            {
                break;
            }
        }

        _ = UnixNative.ProcessControl(Ambient, ClearAll, 0, 0, 0);
        var header = new LinuxNative.CapabilityHeader { Version = Version3 };
        var none = stackalloc uint[6];
        new Span<uint>(none, 6).Clear();
        return LinuxNative.SetCapabilities(&header, none);
    }
}
