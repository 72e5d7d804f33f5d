using System.Runtime.Versioning;
using Speckit.Host.Platform;

namespace Speckit.Host.Sandbox.Confinement;

/// <summary>What a file is, whatever its name.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The number on it.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    /// <summary>The identity of what a path leads to, or null when there is nothing.</summary>
    [SupportedOSPlatform("linux")]
    internal static unsafe FileIdentity? Of(string path)
    {
        LinuxNative.StatxBuffer buffer;
        return LinuxNative.Statx(-100, path, 0, LinuxNative.StatxInode, &buffer) == 0
            ? new FileIdentity(((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor, buffer.Inode)
            : null;
    }
}
