namespace Speckit.Host.Sandbox.Confinement;

/// <summary>Landlock's bits, and which of them a kernel knows (kernel documentation, "Landlock: unprivileged access control").</summary>
internal static class LandlockAccess
{
    internal const ulong Execute = 1 << 0;
    internal const ulong WriteFile = 1 << 1;
    internal const ulong ReadFile = 1 << 2;
    internal const ulong ReadDirectory = 1 << 3;
    internal const ulong RemoveDirectory = 1 << 4;
    internal const ulong RemoveFile = 1 << 5;
    internal const ulong MakeDirectory = 1 << 7;
    internal const ulong MakeRegular = 1 << 8;
    internal const ulong MakeSocket = 1 << 9;
    internal const ulong MakeFifo = 1 << 10;
    internal const ulong MakeLink = 1 << 12;
    internal const ulong Refer = 1 << 13;
    internal const ulong Truncate = 1 << 14;
    internal const ulong DeviceControl = 1 << 15;
    internal const ulong BindTcp = 1 << 0;
    internal const ulong ConnectTcp = 1 << 1;
    internal const ulong ScopeAbstractSockets = 1 << 0;
    internal const ulong ScopeSignals = 1 << 1;

    internal const ulong Read = ReadFile | ReadDirectory;

    /// <summary>Everything that changes files, but for making devices, sockets and pipes.</summary>
    internal const ulong Write =
        WriteFile | RemoveDirectory | RemoveFile | MakeDirectory | MakeRegular | MakeLink | Refer | Truncate;

    /// <summary>What can be allowed of something that is not a folder.</summary>
    internal const ulong OfFiles = Execute | WriteFile | ReadFile | Truncate | DeviceControl;

    /// <summary>The kinds of file access that a version of Landlock rules.</summary>
    internal static ulong HandledFiles(int version) =>
        version switch
        {
            <= 0 => 0,
            1 => (1 << 13) - 1,
            2 => (1 << 14) - 1,
            3 or 4 => (1 << 15) - 1,
            _ => (1 << 16) - 1,
        };

    /// <summary>The kinds of network access that a version of Landlock rules.</summary>
    internal static ulong HandledNetwork(int version) => version >= 4 ? BindTcp | ConnectTcp : 0;

    /// <summary>What a version of Landlock keeps within the sandbox.</summary>
    internal static ulong Scoped(int version) => version >= 6 ? ScopeAbstractSockets | ScopeSignals : 0;
}
