using System.Buffers.Binary;
using Speckit.Host.Sandbox.Seccomp;

namespace Speckit.Host.Tests.Sandbox.Seccomp;

public sealed class SeccompFilterTests
{
    private const int TcpStream = 1;
    private const int Datagram = 2;
    private const int Raw = 3;
    private const int CloseOnExec = 0x80000;

    private static readonly SeccompRules Closed = new(MayConnect: false, MayFork: false, SharesMachine: true);
    private static readonly SeccompRules Open = new(MayConnect: true, MayFork: true, SharesMachine: false);

    private static readonly string[] DeniedAlways =
    [
        "ptrace",
        "process_vm_readv",
        "process_vm_writev",
        "mount",
        "umount2",
        "pivot_root",
        "bpf",
        "perf_event_open",
        "keyctl",
        "add_key",
        "request_key",
        "setns",
        "unshare",
        "userfaultfd",
        "kexec_load",
        "kexec_file_load",
        "init_module",
        "finit_module",
        "delete_module",
        "reboot",
        "swapon",
        "swapoff",
        "open_by_handle_at",
        "execveat",
        "personality",
        "quotactl",
        "acct",
        "syslog",
        "settimeofday",
        "clock_settime",
        "adjtimex",
        "clock_adjtime",
        "chroot",
        "open_tree",
        "move_mount",
        "fsopen",
        "fsconfig",
        "fsmount",
        "fspick",
        "mount_setattr",
        "pidfd_getfd",
    ];

    private static readonly string[] OfProcess =
    [
        "prlimit64",
        "sched_setparam",
        "sched_setscheduler",
        "sched_setattr",
        "sched_setaffinity",
    ];

    /// <summary>Further calls that are denied; not every processor has each.</summary>
    private static readonly string[] DeniedWhereKnown =
    [
        "uselib",
        "lookup_dcookie",
        "_sysctl",
        "nfsservctl",
        "create_module",
        "get_kernel_syms",
        "query_module",
        "modify_ldt",
        "iopl",
        "ioperm",
        "vhangup",
        "quotactl_fd",
        "name_to_handle_at",
        "personality",
        "fanotify_init",
        "kcmp",
        "listmount",
        "migrate_pages",
        "move_pages",
        "process_madvise",
        "process_mrelease",
        "setdomainname",
        "sethostname",
        "statmount",
    ];

    private static readonly string[] NotThere =
    [
        "clone3",
        "io_uring_setup",
        "io_uring_enter",
        "io_uring_register",
        "openat2",
    ];

    private static readonly string[] ByArgument =
    [
        "clone",
        "ioctl",
        "prctl",
        "socket",
        "socketpair",
        "fork",
        "vfork",
        "truncate",
        "open",
        "openat",
        "creat",
        "mkdir",
        "mkdirat",
        "mknod",
        "mknodat",
        .. OfProcess,
        "setpriority",
        "ioprio_set",
    ];

    private static readonly string[] Modes = ["chmod", "fchmod", "fchmodat", "fchmodat2"];
    private static readonly string[] Times = ["utime", "utimes", "futimesat", "utimensat"];

    public static TheoryData<string, bool> Filters =>
        new()
        {
            { "x64", true },
            { "x64", false },
            { "arm64", true },
            { "arm64", false },
        };

    [Theory]
    [MemberData(nameof(Filters))]
    public void Build_ForEachProcessor_IsAProgramThatTheKernelTakes(string processor, bool isOpen)
    {
        var (_, machine) = Filter(processor, isOpen);

        machine.Check();
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void Run_EveryNumber_IsAllowedOrOnTheList(string processor, bool isOpen)
    {
        var (calls, machine) = Filter(processor, isOpen);
        var names = calls.Numbers.ToDictionary(n => n.Value, n => n.Key);

        for (var number = 0; number < 2048; number++)
        {
            var action = machine.Run(calls.AuditArchitecture, (uint)number);
            if (number > SystemCalls.HighestKnown)
            {
                action.ShouldBe(SeccompFilter.NotImplemented, $"{number}");
            }
            else if (!names.TryGetValue(number, out var name))
            {
                action.ShouldBe(SeccompFilter.Allow, $"{number}");
            }
            else if (NotThere.Contains(name))
            {
                action.ShouldBe(SeccompFilter.NotImplemented, name);
            }
            else if (DeniedAlways.Contains(name) || DeniedWhereKnown.Contains(name))
            {
                action.ShouldBe(SeccompFilter.NotPermitted, name);
            }
            else if (Modes.Contains(name) || Times.Contains(name))
            {
                action.ShouldBe(isOpen ? SeccompFilter.Allow : SeccompFilter.Pretended, name);
            }
            else if (!ByArgument.Contains(name))
            {
                // Owners, attributes and IPC, where they are the machine's.
                var refusal = name.Contains("xattr") ? SeccompFilter.NotSupported : SeccompFilter.NotPermitted;
                action.ShouldBe(isOpen ? SeccompFilter.Allow : refusal, name);
            }
        }

        foreach (var name in DeniedAlways.Concat(NotThere))
        {
            calls.Numbers.ShouldContainKey(name);
        }
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void Run_AnotherArchitectureOrX32_EndsThePlugin(string processor, bool isOpen)
    {
        var (calls, machine) = Filter(processor, isOpen);
        uint[] others = [0x40000003, 0xC000003E, 0xC00000B7, 0xC00000F3, 0, uint.MaxValue];

        foreach (var other in others.Where(o => o != calls.AuditArchitecture))
        {
            machine.Run(other, 0).ShouldBe(SeccompFilter.KillProcess);
        }

        var x32 = machine.Run(calls.AuditArchitecture, 0x40000000 | 1);
        x32.ShouldBe(calls.HasX32 ? SeccompFilter.KillProcess : SeccompFilter.NotImplemented);
        machine.Run(calls.AuditArchitecture, uint.MaxValue).ShouldNotBe(SeccompFilter.Allow);
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void Run_Sockets_AreTcpForTheProxyAlone(string processor)
    {
        var (calls, open) = Filter(processor, isOpen: true);
        var (_, closed) = Filter(processor, isOpen: false);
        var socket = (uint)calls.Numbers["socket"];
        for (var family = 0ul; family < 64; family++)
        {
            for (var type = 0ul; type < 16; type++)
            {
                foreach (var protocol in new ulong[] { 0, 1, 6, 17, 132, 255, 256, 262 })
                {
                    var isTcp = family is 2 or 10 && type == TcpStream && (protocol == 0 || protocol == 6);
                    open.Run(calls.AuditArchitecture, socket, family, type | CloseOnExec, protocol)
                        .ShouldBe(
                            isTcp ? SeccompFilter.Allow : SeccompFilter.NotPermitted,
                            $"{family} {type} {protocol}"
                        );
                    closed
                        .Run(calls.AuditArchitecture, socket, family, type, protocol)
                        .ShouldBe(SeccompFilter.NotPermitted);
                }
            }
        }

        // The kernel takes the lower half of these arguments, so does the filter.
        const ulong high = 1ul << 32;
        open.Run(calls.AuditArchitecture, socket, high | 2, high | Raw, high).ShouldBe(SeccompFilter.NotPermitted);
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void Run_SocketPairs_AreConnectedStreams(string processor)
    {
        var (calls, machine) = Filter(processor, isOpen: false);
        var pair = (uint)calls.Numbers["socketpair"];

        machine.Run(calls.AuditArchitecture, pair, 1, TcpStream | CloseOnExec).ShouldBe(SeccompFilter.Allow);
        machine.Run(calls.AuditArchitecture, pair, 1, 5).ShouldBe(SeccompFilter.Allow);
        machine.Run(calls.AuditArchitecture, pair, 1, Datagram).ShouldBe(SeccompFilter.NotPermitted);
        machine.Run(calls.AuditArchitecture, pair, 1, Raw).ShouldBe(SeccompFilter.NotPermitted);
        machine.Run(calls.AuditArchitecture, pair, 2, TcpStream).ShouldBe(SeccompFilter.NotPermitted);
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void Run_Clone_MakesThreadsAndNeverNamespaces(string processor)
    {
        var (calls, open) = Filter(processor, isOpen: true);
        var (_, closed) = Filter(processor, isOpen: false);
        var clone = (uint)calls.Numbers["clone"];
        const ulong thread = 0x3D0F00;
        const ulong fork = 0x1200011;

        closed.Run(calls.AuditArchitecture, clone, thread).ShouldBe(SeccompFilter.Allow);
        closed.Run(calls.AuditArchitecture, clone, fork).ShouldBe(SeccompFilter.NotPermitted);
        open.Run(calls.AuditArchitecture, clone, fork).ShouldBe(SeccompFilter.Allow);
        foreach (
            var space in new ulong[] { 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000 }
        )
        {
            open.Run(calls.AuditArchitecture, clone, fork | space).ShouldBe(SeccompFilter.NotPermitted);
            open.Run(calls.AuditArchitecture, clone, thread | space).ShouldBe(SeccompFilter.NotPermitted);
        }

        if (calls.Numbers.TryGetValue("fork", out var old))
        {
            closed.Run(calls.AuditArchitecture, (uint)old).ShouldBe(SeccompFilter.NotPermitted);
            open.Run(calls.AuditArchitecture, (uint)old).ShouldBe(SeccompFilter.Allow);
        }
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void Run_TerminalAndProcessControls_AreDeniedByTheirNumber(string processor)
    {
        var (calls, machine) = Filter(processor, isOpen: true);
        var ioctl = (uint)calls.Numbers["ioctl"];
        var prctl = (uint)calls.Numbers["prctl"];

        machine.Run(calls.AuditArchitecture, ioctl, 0, 0x5412).ShouldBe(SeccompFilter.NotPermitted);
        machine.Run(calls.AuditArchitecture, ioctl, 0, 0x1_0000_5412).ShouldBe(SeccompFilter.NotPermitted);
        machine.Run(calls.AuditArchitecture, ioctl, 0, 0x541C).ShouldBe(SeccompFilter.NotPermitted);
        machine.Run(calls.AuditArchitecture, ioctl, 0x5412, 0x5401).ShouldBe(SeccompFilter.Allow);
        machine.Run(calls.AuditArchitecture, prctl, 1).ShouldBe(SeccompFilter.NotPermitted);
        machine.Run(calls.AuditArchitecture, prctl, 36).ShouldBe(SeccompFilter.NotPermitted);
        machine.Run(calls.AuditArchitecture, prctl, 15).ShouldBe(SeccompFilter.Allow);
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void Run_SetIdBits_AreRefusedWhereverAModeIsGiven(string processor, bool isOpen)
    {
        var (calls, machine) = Filter(processor, isOpen);
        const ulong creates = 0x40;
        const ulong nameless = 0x410000;
        var modes = new (string Name, int Mode)[]
        {
            ("chmod", 1),
            ("fchmod", 1),
            ("fchmodat", 2),
            ("fchmodat2", 2),
            ("mkdir", 1),
            ("mkdirat", 2),
            ("mknod", 1),
            ("mknodat", 2),
            ("creat", 1),
            ("open", 2),
            ("openat", 3),
        };

        foreach (var (name, at) in modes.Where(m => calls.Numbers.ContainsKey(m.Name)))
        {
            var number = (uint)calls.Numbers[name];
            foreach (var mode in new ulong[] { 0x800, 0x400, 0xC00, 0x9ED, 0xFFFF, 0x1_0000_0800 })
            {
                Run(number, name, at, mode, creates).ShouldBe(SeccompFilter.NotPermitted, $"{name} {mode:x}");
                Run(number, name, at, mode, nameless).ShouldBe(SeccompFilter.NotPermitted, $"{name} {mode:x}");
            }

            foreach (var mode in new ulong[] { 0, 0x1ED, 0x1FF, 0x3FF })
            {
                var answer = Modes.Contains(name) && !isOpen ? SeccompFilter.Pretended : SeccompFilter.Allow;
                Run(number, name, at, mode, creates).ShouldBe(answer, $"{name} {mode:x}");
            }

            if (name.StartsWith("open", StringComparison.Ordinal))
            {
                // Nothing is created: what stands in the place of the mode means nothing.
                Run(number, name, at, 0xFFFF, 0).ShouldBe(SeccompFilter.Allow);
            }
        }

        uint Run(uint number, string name, int at, ulong mode, ulong flags)
        {
            var arguments = new ulong[6];
            arguments[at] = mode;
            if (name.StartsWith("open", StringComparison.Ordinal))
            {
                arguments[at - 1] = flags;
            }

            return machine.Run(calls.AuditArchitecture, number, arguments);
        }
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void Run_OnTheMachinesRoot_OtherProcessesAreOutOfReach(string processor)
    {
        var (calls, shared) = Filter(processor, isOpen: false);
        var (_, own) = Filter(processor, isOpen: true);
        foreach (var name in OfProcess)
        {
            var number = (uint)calls.Numbers[name];
            shared.Run(calls.AuditArchitecture, number, 0).ShouldBe(SeccompFilter.Allow, name);
            shared.Run(calls.AuditArchitecture, number, 4711).ShouldBe(SeccompFilter.NotPermitted, name);
            shared.Run(calls.AuditArchitecture, number, 0xFFFF_FFFF).ShouldBe(SeccompFilter.NotPermitted, name);
            own.Run(calls.AuditArchitecture, number, 4711).ShouldBe(SeccompFilter.Allow, name);
        }

        var priority = (uint)calls.Numbers["setpriority"];
        var input = (uint)calls.Numbers["ioprio_set"];
        shared.Run(calls.AuditArchitecture, priority, 0, 0, 19).ShouldBe(SeccompFilter.Allow);
        shared.Run(calls.AuditArchitecture, priority, 0, 4711, 19).ShouldBe(SeccompFilter.NotPermitted);
        shared.Run(calls.AuditArchitecture, priority, 1, 0, 19).ShouldBe(SeccompFilter.NotPermitted);
        shared.Run(calls.AuditArchitecture, priority, 2, 0, 19).ShouldBe(SeccompFilter.NotPermitted);
        shared.Run(calls.AuditArchitecture, input, 1, 0).ShouldBe(SeccompFilter.Allow);
        shared.Run(calls.AuditArchitecture, input, 3, 0).ShouldBe(SeccompFilter.NotPermitted);
        shared.Run(calls.AuditArchitecture, input, 1, 4711).ShouldBe(SeccompFilter.NotPermitted);
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void Run_AnOldLandlock_FilesAreNotCutOffByName(string processor)
    {
        var calls = processor == "x64" ? SystemCalls.X64 : SystemCalls.Arm64;
        var machine = new BpfMachine(SeccompFilter.Build(calls, Closed with { MayTruncate = false }));

        machine.Run(calls.AuditArchitecture, (uint)calls.Numbers["truncate"]).ShouldBe(SeccompFilter.NotPermitted);
    }

    [Fact]
    public void Encode_AProgram_IsTheKernelsStructure()
    {
        var program = SeccompFilter.Build(SystemCalls.X64, Closed);

        var bytes = BpfInstruction.Encode(program);

        bytes.Length.ShouldBe(program.Length * 8);
        BinaryPrimitives.ReadUInt16LittleEndian(bytes).ShouldBe(BpfInstruction.LoadWord);
        BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)).ShouldBe(4u);
        BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8 + 4)).ShouldBe(0xC000003Eu);
    }

    private static (SystemCalls Calls, BpfMachine Machine) Filter(string processor, bool isOpen)
    {
        var calls = processor == "x64" ? SystemCalls.X64 : SystemCalls.Arm64;
        return (calls, new BpfMachine(SeccompFilter.Build(calls, isOpen ? Open : Closed)));
    }
}
