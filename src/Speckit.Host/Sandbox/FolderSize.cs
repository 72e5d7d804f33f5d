using System.Globalization;
using System.IO.Enumeration;
using System.Runtime.Versioning;
using Speckit.Host.Platform;
using Speckit.Host.Sandbox.Confinement;

namespace Speckit.Host.Sandbox;

/// <summary>How much is in a folder. Links are not followed.</summary>
/// <param name="Bytes">The length of all files.</param>
/// <param name="IsClosed">Whether a folder in it could not be looked into.</param>
internal readonly record struct FolderSize(long Bytes, bool IsClosed)
{
    /// <summary>Measures a folder.</summary>
    /// <param name="folder">The folder; one that is not there is empty.</param>
    /// <param name="process">A process whose open files count too when they have no name any more, or null.</param>
    internal static FolderSize Of(string folder, int? process)
    {
        if (!Directory.Exists(folder))
        {
            return default;
        }

        try
        {
            using var walk = new Walk(folder);
            var bytes = 0L;
            while (walk.MoveNext())
            {
                bytes += walk.Current;
            }

            var nameless =
                process is { } id && OperatingSystem.IsLinux() && FileIdentity.Of(folder) is { } identity
                    ? OfNameless(id, identity.Device)
                    : 0;
            return new FolderSize(bytes + nameless, walk.IsClosed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder itself went away.
            return default;
        }
    }

    [SupportedOSPlatform("linux")]
    private static long OfNameless(int process, ulong device)
    {
        var bytes = 0L;
        try
        {
            foreach (
                var link in Directory.EnumerateFileSystemEntries(
                    string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd")
                )
            )
            {
                bytes += OfNameless(link, device);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is not this user's to look at.
        }

        return bytes;
    }

    [SupportedOSPlatform("linux")]
    private static unsafe long OfNameless(string link, ulong device)
    {
        const uint wanted = LinuxNative.StatxMode | LinuxNative.StatxLinks | LinuxNative.StatxSize;
        LinuxNative.StatxBuffer file;
        return
            LinuxNative.Statx(LinuxNative.AtCurrentFolder, link, 0, wanted, &file) == 0
            && file.Links == 0
            && (file.Mode & LinuxNative.ModeMask) == LinuxNative.ModeRegular
            && (((ulong)file.DeviceMajor << 32) | file.DeviceMinor) == device
            ? (long)file.Size
            : 0;
    }

    /// <summary>All files below a folder, by their length.</summary>
    private sealed class Walk(string folder) : FileSystemEnumerator<long>(folder, Everything)
    {
        private const int AccessDenied = 13;

        private static readonly EnumerationOptions Everything = new()
        {
            AttributesToSkip = FileAttributes.None,
            RecurseSubdirectories = true,
        };

        internal bool IsClosed { get; private set; }

        protected override bool ShouldIncludeEntry(ref FileSystemEntry entry) =>
            !entry.IsDirectory && !IsLink(ref entry);

        protected override bool ShouldRecurseIntoEntry(ref FileSystemEntry entry) => !IsLink(ref entry);

        protected override long TransformEntry(ref FileSystemEntry entry) => entry.Length;

        /// <summary>The plugin makes and removes files meanwhile.</summary>
        protected override bool ContinueOnError(int error)
        {
            IsClosed |= error == AccessDenied;
            return true;
        }

        private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
    }
}
