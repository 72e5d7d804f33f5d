using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Speckit.Host.Sandbox.Seccomp;

/// <summary>The numbers of the system calls that the filter looks at, on one processor.</summary>
internal sealed record SystemCalls
{
    /// <summary>The highest number that this version knows what to do with; what comes later is answered as not there.</summary>
    internal const int HighestKnown = 466;

    /// <summary>The processor's name for the audit system (<c>AUDIT_ARCH_…</c>).</summary>
    internal required uint AuditArchitecture { get; init; }

    /// <summary>The calls by name; a call that the processor does not have is not in it.</summary>
    internal required FrozenDictionary<string, int> Numbers { get; init; }

    /// <summary>Whether numbers with bit 30 are a second set of calls (x32).</summary>
    internal bool HasX32 { get; init; }

    /// <summary>Those of x86-64.</summary>
    internal static SystemCalls X64 { get; } =
        new()
        {
            AuditArchitecture = 0xC000003E,
            HasX32 = true,
            Numbers = With([
                ("ioctl", 16),
                ("shmget", 29),
                ("shmat", 30),
                ("shmctl", 31),
                ("socket", 41),
                ("socketpair", 53),
                ("clone", 56),
                ("fork", 57),
                ("vfork", 58),
                ("semget", 64),
                ("semop", 65),
                ("semctl", 66),
                ("shmdt", 67),
                ("msgget", 68),
                ("msgsnd", 69),
                ("msgrcv", 70),
                ("msgctl", 71),
                ("ptrace", 101),
                ("syslog", 103),
                ("uselib", 134),
                ("personality", 135),
                ("vhangup", 153),
                ("modify_ldt", 154),
                ("pivot_root", 155),
                ("_sysctl", 156),
                ("prctl", 157),
                ("adjtimex", 159),
                ("chroot", 161),
                ("acct", 163),
                ("settimeofday", 164),
                ("mount", 165),
                ("umount2", 166),
                ("swapon", 167),
                ("swapoff", 168),
                ("reboot", 169),
                ("sethostname", 170),
                ("setdomainname", 171),
                ("iopl", 172),
                ("ioperm", 173),
                ("create_module", 174),
                ("init_module", 175),
                ("delete_module", 176),
                ("get_kernel_syms", 177),
                ("query_module", 178),
                ("quotactl", 179),
                ("nfsservctl", 180),
                ("lookup_dcookie", 212),
                ("semtimedop", 220),
                ("clock_settime", 227),
                ("kexec_load", 246),
                ("add_key", 248),
                ("request_key", 249),
                ("keyctl", 250),
                ("migrate_pages", 256),
                ("unshare", 272),
                ("move_pages", 279),
                ("perf_event_open", 298),
                ("fanotify_init", 300),
                ("name_to_handle_at", 303),
                ("open_by_handle_at", 304),
                ("clock_adjtime", 305),
                ("setns", 308),
                ("process_vm_readv", 310),
                ("process_vm_writev", 311),
                ("kcmp", 312),
                ("finit_module", 313),
                ("kexec_file_load", 320),
                ("bpf", 321),
                ("execveat", 322),
                ("userfaultfd", 323),
            ]),
        };

    /// <summary>Those of AArch64.</summary>
    internal static SystemCalls Arm64 { get; } =
        new()
        {
            AuditArchitecture = 0xC00000B7,
            Numbers = With([
                ("lookup_dcookie", 18),
                ("ioctl", 29),
                ("umount2", 39),
                ("mount", 40),
                ("pivot_root", 41),
                ("nfsservctl", 42),
                ("chroot", 51),
                ("vhangup", 58),
                ("quotactl", 60),
                ("acct", 89),
                ("personality", 92),
                ("unshare", 97),
                ("kexec_load", 104),
                ("init_module", 105),
                ("delete_module", 106),
                ("clock_settime", 112),
                ("syslog", 116),
                ("ptrace", 117),
                ("reboot", 142),
                ("sethostname", 161),
                ("setdomainname", 162),
                ("prctl", 167),
                ("settimeofday", 170),
                ("adjtimex", 171),
                ("msgget", 186),
                ("msgctl", 187),
                ("msgrcv", 188),
                ("msgsnd", 189),
                ("semget", 190),
                ("semctl", 191),
                ("semtimedop", 192),
                ("semop", 193),
                ("shmget", 194),
                ("shmctl", 195),
                ("shmat", 196),
                ("shmdt", 197),
                ("socket", 198),
                ("socketpair", 199),
                ("add_key", 217),
                ("request_key", 218),
                ("keyctl", 219),
                ("clone", 220),
                ("swapon", 224),
                ("swapoff", 225),
                ("migrate_pages", 238),
                ("move_pages", 239),
                ("perf_event_open", 241),
                ("fanotify_init", 262),
                ("name_to_handle_at", 264),
                ("open_by_handle_at", 265),
                ("clock_adjtime", 266),
                ("setns", 268),
                ("process_vm_readv", 270),
                ("process_vm_writev", 271),
                ("kcmp", 272),
                ("finit_module", 273),
                ("bpf", 280),
                ("execveat", 281),
                ("userfaultfd", 282),
                ("kexec_file_load", 294),
            ]),
        };

    /// <summary>Those of this machine, or null where this version has no filter for its processor.</summary>
    internal static SystemCalls? OfThisMachine =>
        RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => X64,
            Architecture.Arm64 => Arm64,
            _ => null,
        };

    /// <summary>From 424 on the numbers are the same everywhere.</summary>
    private static FrozenDictionary<string, int> With(ImmutableArray<(string Name, int Number)> own) =>
        own.Concat([
                ("io_uring_setup", 425),
                ("io_uring_enter", 426),
                ("io_uring_register", 427),
                ("open_tree", 428),
                ("move_mount", 429),
                ("fsopen", 430),
                ("fsconfig", 431),
                ("fsmount", 432),
                ("fspick", 433),
                ("clone3", 435),
                ("pidfd_getfd", 438),
                ("process_madvise", 440),
                ("mount_setattr", 442),
                ("quotactl_fd", 443),
                ("process_mrelease", 448),
                ("statmount", 457),
                ("listmount", 458),
            ])
            .ToFrozenDictionary(c => c.Item1, c => c.Item2, StringComparer.Ordinal);
}
