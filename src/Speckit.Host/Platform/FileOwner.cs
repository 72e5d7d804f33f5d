using System.Runtime.Versioning;

namespace Speckit.Host.Platform;

/// <summary>Whose a file is, and what its mode says. Links are not followed.</summary>
/// <param name="User">The owner's number.</param>
/// <param name="Mode">The kind of file and the mode's bits.</param>
[SupportedOSPlatform("linux")]
internal readonly record struct FileOwner(uint User, uint Mode)
{
    private const int NoFollow = 0x100;
    private const uint StatxOwner = 0x8;
    private const uint StatxType = 0x1;

    /// <summary>Whether it is an ordinary file.</summary>
    internal bool IsRegular => (Mode & LinuxNative.ModeMask) == LinuxNative.ModeRegular;

    /// <summary>The owner of what is at a path, or null when there is nothing.</summary>
    internal static unsafe FileOwner? Of(string path)
    {
        LinuxNative.StatxBuffer buffer;
        var asked = StatxOwner | StatxType | LinuxNative.StatxMode;
        return LinuxNative.Statx(LinuxNative.AtCurrentFolder, path, NoFollow, asked, &buffer) == 0
            ? new FileOwner(buffer.User, buffer.Mode)
            : null;
    }
}
