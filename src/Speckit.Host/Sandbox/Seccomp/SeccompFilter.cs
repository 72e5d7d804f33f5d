using System.Collections.Immutable;

namespace Speckit.Host.Sandbox.Seccomp;

/// <summary>What a plugin's system calls may do beyond its own files and threads.</summary>
/// <param name="MayConnect">Whether it may open TCP sockets (its network is empty but for the host's proxy).</param>
/// <param name="MayFork">Whether it may have processes besides its own.</param>
/// <param name="SharesMachine">Whether it sees the machine's own root, processes and IPC: then the filter holds what Landlock has no rights
/// for.</param>
/// <param name="MayTruncate">Whether files are cut off by their names: kernels whose Landlock does not rule that must not.</param>
internal sealed record SeccompRules(bool MayConnect, bool MayFork, bool SharesMachine, bool MayTruncate = true);

/// <summary>Assembles the filter of system calls (security, "Enforcement ladder"). It lists what is denied: a plugin's runtime may use whatever
/// is not on it. Another processor's calls end the plugin, calls that came after this version are answered as if the kernel were older.</summary>
internal static class SeccompFilter
{
    internal const uint Allow = 0x7FFF0000;
    internal const uint KillProcess = 0x80000000;
    internal const uint Errno = 0x00050000;

    /// <summary>Answered with success, and nothing is done.</summary>
    internal const uint Pretended = Errno;
    internal const uint NotPermitted = Errno | 1;
    internal const uint NotImplemented = Errno | 38;
    internal const uint NotSupported = Errno | 95;

    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;
    private const uint X32Bit = 0x40000000;
    private const uint AddressFamilyUnix = 1;
    private const uint AddressFamilyInet = 2;
    private const uint AddressFamilyInet6 = 10;
    private const uint TypeMask = 0xF;
    private const uint TypeStream = 1;
    private const uint TypeSequenced = 5;
    private const uint ProtocolTcp = 6;
    private const uint CloneThread = 0x00010000;

    /// <summary>NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.</summary>
    private const uint CloneNamespaces = 0x7E020000;

    private static readonly ImmutableArray<uint> DeniedTerminalRequests = [0x5412, 0x541C, 0x5423];

    /// <summary>PR_SET_PDEATHSIG and PR_SET_CHILD_SUBREAPER: what ends a plugin with its host is not the plugin's to change.</summary>
    private static readonly ImmutableArray<uint> DeniedProcessControls = [1, 36];

    private static readonly ImmutableArray<string> Denied =
    [
        "ptrace",
        "process_vm_readv",
        "process_vm_writev",
        "process_madvise",
        "process_mrelease",
        "pidfd_getfd",
        "kcmp",
        "mount",
        "umount2",
        "pivot_root",
        "chroot",
        "open_tree",
        "move_mount",
        "fsopen",
        "fsconfig",
        "fsmount",
        "fspick",
        "mount_setattr",
        "statmount",
        "listmount",
        "setns",
        "unshare",
        "bpf",
        "perf_event_open",
        "fanotify_init",
        "add_key",
        "request_key",
        "keyctl",
        "userfaultfd",
        "kexec_load",
        "kexec_file_load",
        "create_module",
        "init_module",
        "finit_module",
        "delete_module",
        "get_kernel_syms",
        "query_module",
        "reboot",
        "swapon",
        "swapoff",
        "name_to_handle_at",
        "open_by_handle_at",
        "lookup_dcookie",
        "execveat",
        "uselib",
        "personality",
        "modify_ldt",
        "iopl",
        "ioperm",
        "vhangup",
        "_sysctl",
        "nfsservctl",
        "quotactl",
        "quotactl_fd",
        "acct",
        "syslog",
        "settimeofday",
        "clock_settime",
        "adjtimex",
        "clock_adjtime",
        "sethostname",
        "setdomainname",
        "migrate_pages",
        "move_pages",
    ];

    /// <summary>The C library falls back to older calls where these are not there; with clone3 the flags could not be seen.</summary>
    private static readonly ImmutableArray<string> NotThere =
    [
        "clone3",
        "io_uring_setup",
        "io_uring_enter",
        "io_uring_register",
        "openat2",
    ];

    private static readonly ImmutableArray<string> SharedIpc =
    [
        "shmget",
        "shmat",
        "shmctl",
        "shmdt",
        "semget",
        "semop",
        "semctl",
        "semtimedop",
        "msgget",
        "msgsnd",
        "msgrcv",
        "msgctl",
        "mq_open",
        "mq_unlink",
    ];

    /// <summary>The program for a processor and a plugin's rules.</summary>
    internal static ImmutableArray<BpfInstruction> Build(SystemCalls calls, SeccompRules rules)
    {
        var program = new FilterProgramBuilder(calls);
        program.Load(ArchitectureOffset);
        program.ReturnUnlessEqual(calls.AuditArchitecture, KillProcess);
        program.Load(NumberOffset);
        if (calls.HasX32)
        {
            program.ReturnIfAtLeast(X32Bit, KillProcess);
        }

        program.ReturnIfGreater(SystemCalls.HighestKnown, NotImplemented);
        program.ReturnFor(Denied, NotPermitted);
        program.ReturnFor(NotThere, NotImplemented);
        if (rules.SharesMachine)
        {
            program.ReturnFor(SharedIpc, NotPermitted);
            SharedMachineFilter.Add(program);
        }

        if (!rules.MayTruncate)
        {
            program.ReturnFor(["truncate"], NotPermitted);
        }

        if (!rules.MayFork)
        {
            program.ReturnFor(["fork", "vfork"], NotPermitted);
        }

        program.For("clone", b => Clone(b, rules));
        program.For("ioctl", b => b.ReturnIfArgumentIsOneOf(1, DeniedRequests(rules), NotPermitted));
        SetIdFilter.Add(program, rules.SharesMachine);
        program.For("prctl", b => b.ReturnIfArgumentIsOneOf(0, DeniedProcessControls, NotPermitted));
        program.For("socket", b => Socket(b, rules));
        program.For("socketpair", SocketPair);
        program.Return(Allow);
        return program.Build();
    }

    private static ImmutableArray<uint> DeniedRequests(SeccompRules rules) =>
        rules.SharesMachine
            ? [.. DeniedTerminalRequests, .. SharedMachineFilter.DeniedFileRequests]
            : DeniedTerminalRequests;

    private static void Clone(FilterProgramBuilder block, SeccompRules rules)
    {
        block.LoadArgument(0);
        block.ReturnIfAnyBit(CloneNamespaces, NotPermitted);
        if (!rules.MayFork)
        {
            block.ReturnUnlessAnyBit(CloneThread, NotPermitted);
        }
    }

    /// <summary>Sockets with a path would reach servers of the machine (containers, agents, databases): a file's mode does not stop it, and
    /// older kernels' Landlock neither. TCP goes to the proxy; UDP, raw and all other families go nowhere.</summary>
    private static void Socket(FilterProgramBuilder block, SeccompRules rules)
    {
        if (!rules.MayConnect)
        {
            block.Return(NotPermitted);
            return;
        }

        block.ReturnUnlessArgumentIsOneOf(0, [AddressFamilyInet, AddressFamilyInet6], NotPermitted);
        block.ReturnUnlessArgumentIsOneOf(2, [0, ProtocolTcp], NotPermitted);
        block.LoadArgument(1);
        block.Mask(TypeMask);
        block.ReturnUnlessEqual(TypeStream, NotPermitted);
    }

    /// <summary>A pair of connected sockets leads nowhere else, unless it is of datagrams: those can be sent to any path.</summary>
    private static void SocketPair(FilterProgramBuilder block)
    {
        block.ReturnUnlessArgumentIsOneOf(0, [AddressFamilyUnix], NotPermitted);
        block.LoadArgument(1);
        block.Mask(TypeMask);
        block.ReturnUnlessOneOf([TypeStream, TypeSequenced], NotPermitted);
    }
}
