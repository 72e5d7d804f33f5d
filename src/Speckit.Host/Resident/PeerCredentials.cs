using System.Runtime.InteropServices;
using Speckit.Host.Platform;

namespace Speckit.Host.Resident;

/// <summary>Who is at the other end of a Unix socket. The socket's mode keeps others out already; this holds where a mode was changed, or
/// root calls.</summary>
internal static class PeerCredentials
{
    private const int SocketLevel = 1;
    private const int PeerCredentialsOption = 17;

    /// <summary>Whether the peer is a process of this user.</summary>
    internal static bool AreOwn(SafeHandle connection)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        // struct ucred: pid, uid, gid.
        Span<byte> credentials = stackalloc byte[12];
        var length = credentials.Length;
        return UnixConnection.GetOption(connection, SocketLevel, PeerCredentialsOption, credentials, ref length) == 0
            && length == credentials.Length
            && MemoryMarshal.Read<uint>(credentials[4..]) == UnixNative.GetEffectiveUserId();
    }
}
