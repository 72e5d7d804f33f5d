using System.Runtime.InteropServices;

namespace Speckit.Packaging.Files;

/// <summary>What <c>statx</c> says of a file, links not followed.</summary>
/// <param name="Mode">Type and permissions.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Inode">Which file it is on its file system.</param>
/// <param name="ChangedNanoseconds">The time of the last change of content or attributes, since 1970, set by the system alone.</param>
/// <param name="ModifiedNanoseconds">The time of the last change of content, since 1970, which anybody may set.</param>
internal readonly partial record struct FileStatus(
    int Mode,
    long Size,
    long Inode,
    long ChangedNanoseconds,
    long ModifiedNanoseconds
)
{
    private const int AtCurrentDirectory = -100;
    private const int DoNotFollow = 0x100;
    private const uint BasicStatistics = 0x7ff;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;

    /// <summary>Whether this system has the call; its structure is the same on every architecture.</summary>
    internal static bool IsSupported => OperatingSystem.IsLinux();

    internal bool IsPlainFile => (Mode & TypeMask) == RegularFile;

    /// <summary>The status of a file, or null when it cannot be had.</summary>
    internal static FileStatus? Of(string path)
    {
        try
        {
            return GetStatus(AtCurrentDirectory, path, DoNotFollow, BasicStatistics, out var status) == 0
                ? new FileStatus(
                    status.Mode,
                    (long)status.Size,
                    (long)status.Inode,
                    Nanoseconds(status.ChangedSeconds, status.ChangedFraction),
                    Nanoseconds(status.ModifiedSeconds, status.ModifiedFraction)
                )
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static long Nanoseconds(long seconds, uint fraction) => (seconds * 1_000_000_000) + fraction;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetStatus(int directory, string path, int flags, uint mask, out Statx status);

    /// <summary>The kernel's <c>struct statx</c> (statx(2)), the fields that are looked at.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(104)]
        public uint ChangedFraction;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedFraction;
    }
}
