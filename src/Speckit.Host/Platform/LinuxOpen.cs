using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Speckit.Protocol;

namespace Speckit.Host.Platform;

/// <summary>openat2(2): opens a path with the condition that it stays below a folder and follows no link.</summary>
internal static class LinuxOpen
{
    private const long OpenAt2Number = 437;
    private const int NotImplemented = 38;
    private const int NotPermitted = 1;
    private const int NoEntry = 2;
    private const int NotADirectory = 20;
    private const int AccessDenied = 13;
    private const int Loop = 40;
    private const ulong ReadOnlyNonBlocking = 0x800;
    private const ulong CloseOnExec = 0x80000;
    private const ulong PathOnly = 0x200000;
    private const ulong ResolveNoMagicLinks = 0x02;
    private const ulong ResolveNoSymlinks = 0x04;
    private const ulong ResolveBeneath = 0x08;

    private static ulong DirectoryFlag =>
        RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x4000UL : 0x10000UL;

    /// <summary>The opened path; null where the system cannot do it that way.</summary>
    /// <exception cref="RpcErrorException">It is not there, or leads out of the root.</exception>
    internal static unsafe SafeFileHandle? TryOpen(string root, string relative, bool directory)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        using var rootHandle = OpenRoot(root);
        if (rootHandle is null)
        {
            return null;
        }

        var how = new UnixNative.OpenHow
        {
            Flags = CloseOnExec | (directory ? PathOnly | DirectoryFlag : ReadOnlyNonBlocking),
            Resolve = ResolveBeneath | ResolveNoMagicLinks | ResolveNoSymlinks,
        };
        var descriptor = UnixNative.OpenAt2(
            OpenAt2Number,
            rootHandle.DangerousGetHandle(),
            relative,
            &how,
            (nuint)sizeof(UnixNative.OpenHow)
        );
        return descriptor >= 0
            ? new SafeFileHandle((nint)descriptor, ownsHandle: true)
            : Fail(relative, Marshal.GetLastPInvokeError());
    }

    /// <summary>A path that names an open descriptor.</summary>
    internal static string PathOf(SafeFileHandle handle) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{handle.DangerousGetHandle()}");

    [SupportedOSPlatform("linux")]
    private static unsafe SafeFileHandle? OpenRoot(string root)
    {
        var how = new UnixNative.OpenHow { Flags = PathOnly | DirectoryFlag | CloseOnExec };
        var descriptor = UnixNative.OpenAt2(OpenAt2Number, -100, root, &how, (nuint)sizeof(UnixNative.OpenHow));
        return descriptor >= 0 ? new SafeFileHandle((nint)descriptor, ownsHandle: true) : null;
    }

    private static SafeFileHandle? Fail(string relative, int error) =>
        error switch
        {
            NotImplemented or NotPermitted => null,
            NoEntry or NotADirectory => throw new RpcErrorException(
                RpcErrorCodes.NotFound,
                $"{relative} does not exist"
            ),
            AccessDenied => throw new RpcErrorException(RpcErrorCodes.Refused, $"{relative}: access denied"),
            Loop => throw new RpcErrorException(RpcErrorCodes.Refused, $"{relative} goes through a link"),
            _ => throw new RpcErrorException(
                RpcErrorCodes.Refused,
                $"{relative} leads out of the project, or cannot be opened (errno {error})"
            ),
        };
}
