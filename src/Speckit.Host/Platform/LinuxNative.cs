using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Speckit.Host.Platform;

/// <summary>The system calls of Linux that put a process into a sandbox. Numbers that differ between processors are not needed here: those of
/// Landlock, seccomp's successor calls and pidfds are the same on all.</summary>
[SupportedOSPlatform("linux")]
internal static partial class LinuxNative
{
    internal const int PrSetNoNewPrivileges = 38;
    internal const int PrSetDumpable = 4;
    internal const int PrSetSeccomp = 22;
    internal const int SeccompModeFilter = 2;
    internal const long PidfdSendSignalNumber = 424;
    internal const long PidfdOpenNumber = 434;
    internal const long CloseRangeNumber = 436;
    internal const int CloseRangeOnExec = 4;
    internal const long LandlockCreateNumber = 444;
    internal const long LandlockAddRuleNumber = 445;
    internal const long LandlockRestrictNumber = 446;
    internal const int OpenPath = 0x200000;
    internal const int CloseOnExec = 0x80000;
    internal const int AtEmptyPath = 0x1000;
    internal const uint StatxMode = 0x2;
    internal const uint StatxLinks = 0x4;
    internal const uint StatxInode = 0x100;
    internal const uint StatxSize = 0x200;
    internal const int AtCurrentFolder = -100;
    internal const int ModeDirectory = 0x4000;
    internal const int ModeRegular = 0x8000;
    internal const int ModeMask = 0xF000;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static unsafe partial long LandlockCreate(long number, LandlockRuleset* ruleset, nuint size, uint flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static unsafe partial long LandlockAddRule(long number, long ruleset, long type, void* rule, long flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial long LandlockRestrict(long number, long ruleset, long flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial long PidfdOpen(long number, long pid, long flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial long PidfdSendSignal(long number, long descriptor, long signal, nint info, long flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial long CloseRange(long number, long first, long last, long flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int ControlDescriptor(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    internal static unsafe partial int SetSeccomp(int option, ulong mode, FilterProgram* program, ulong a, ulong b);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    /// <summary>A file without a name.</summary>
    [LibraryImport(
        "libc",
        EntryPoint = "memfd_create",
        SetLastError = true,
        StringMarshalling = StringMarshalling.Utf8
    )]
    internal static partial int CreateInMemory(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int Statx(int directory, string path, int flags, uint mask, StatxBuffer* buffer);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    internal static unsafe partial int SetLimit(int resource, ResourceLimit* limit);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    internal static unsafe partial int GetLimit(int resource, ResourceLimit* limit);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    internal static unsafe partial int SocketPair(int family, int type, int protocol, int* ends);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    internal static unsafe partial int SetSocketOption(int socket, int level, int option, int* value, uint length);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    internal static unsafe partial int Bind(int socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    internal static partial int Listen(int socket, int backlog);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static unsafe partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static unsafe partial nint Write(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    internal static unsafe partial nint SendMessage(int socket, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    internal static unsafe partial nint ReceiveMessage(int socket, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    internal static unsafe partial int SetCapabilities(CapabilityHeader* header, uint* sets);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    internal static unsafe partial int SetSignalMask(int how, ulong* mask, ulong* old);

    /// <summary><c>struct landlock_ruleset_attr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LandlockRuleset
    {
        internal ulong Files;
        internal ulong Network;
        internal ulong Scoped;
    }

    /// <summary><c>struct landlock_path_beneath_attr</c>.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    internal struct LandlockPath
    {
        internal ulong Allowed;
        internal int Parent;
    }

    /// <summary><c>struct landlock_net_port_attr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LandlockPort
    {
        internal ulong Allowed;
        internal ulong Port;
    }

    /// <summary><c>struct sock_fprog</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct FilterProgram
    {
        internal ushort Length;
        internal byte* Instructions;
    }

    /// <summary><c>struct __user_cap_header_struct</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct CapabilityHeader
    {
        internal uint Version;
        internal int Process;
    }

    /// <summary><c>struct rlimit</c> of a 64-bit system.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ResourceLimit
    {
        internal ulong Current;
        internal ulong Maximum;
    }

    /// <summary>The parts of <c>struct statx</c> that are read; its layout is the same on all processors.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct StatxBuffer
    {
        [FieldOffset(16)]
        internal uint Links;

        [FieldOffset(20)]
        internal uint User;

        [FieldOffset(28)]
        internal ushort Mode;

        [FieldOffset(32)]
        internal ulong Inode;

        [FieldOffset(40)]
        internal ulong Size;

        [FieldOffset(136)]
        internal uint DeviceMajor;

        [FieldOffset(140)]
        internal uint DeviceMinor;
    }

    /// <summary><c>struct msghdr</c> of a 64-bit system.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct MessageHeader
    {
        internal void* Name;
        internal uint NameLength;
        internal IoVector* Vectors;
        internal nuint VectorCount;
        internal void* Control;
        internal nuint ControlLength;
        internal int Flags;
    }

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct IoVector
    {
        internal void* Base;
        internal nuint Length;
    }

    /// <summary>A control message with one descriptor: <c>struct cmsghdr</c> and an int, padded.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct DescriptorMessage
    {
        internal nuint Length;
        internal int Level;
        internal int Type;
        internal int Descriptor;
        internal int Padding;
    }
}
