using System.Collections.Immutable;

namespace Speckit.Host.Sandbox.Seccomp;

/// <summary>What Landlock has no rights for, on the machine's own root and among its processes. Owners and other processes' limits
/// are refused, and attributes as on a file system that has none. Modes and times are answered with success and not changed: every way of copying a file sets them last, and fails when that
/// does, though a copy has the right mode from its creation.</summary>
internal static class SharedMachineFilter
{
    private const uint PriorityOfProcess = 0;
    private const uint InputPriorityOfProcess = 1;

    /// <summary>FS_IOC_SETFLAGS, FS_IOC_FSSETXATTR and FS_IOC_ENABLE_VERITY: they need no descriptor for writing.</summary>
    internal static ImmutableArray<uint> DeniedFileRequests { get; } = [0x40086602, 0x401C5820, 0x40806685];

    private static readonly ImmutableArray<string> Denied = ["chown", "fchown", "lchown", "fchownat"];

    private static readonly ImmutableArray<string> Unsupported =
    [
        "setxattr",
        "lsetxattr",
        "fsetxattr",
        "setxattrat",
        "removexattr",
        "lremovexattr",
        "fremovexattr",
        "removexattrat",
    ];

    private static readonly ImmutableArray<string> Pretended = ["utime", "utimes", "futimesat", "utimensat"];

    /// <summary>The calls whose first argument is a process; 0 is the caller.</summary>
    private static readonly ImmutableArray<string> OfProcess =
    [
        "prlimit64",
        "sched_setparam",
        "sched_setscheduler",
        "sched_setattr",
        "sched_setaffinity",
    ];

    /// <summary>Adds the steps.</summary>
    internal static void Add(FilterProgramBuilder program)
    {
        program.ReturnFor(Denied, SeccompFilter.NotPermitted);
        program.ReturnFor(Unsupported, SeccompFilter.NotSupported);
        program.ReturnFor(Pretended, SeccompFilter.Pretended);
        foreach (var name in OfProcess)
        {
            program.For(name, b => b.ReturnUnlessArgumentIsOneOf(0, [0], SeccompFilter.NotPermitted));
        }

        program.For("setpriority", b => Own(b, PriorityOfProcess));
        program.For("ioprio_set", b => Own(b, InputPriorityOfProcess));
    }

    private static void Own(FilterProgramBuilder block, uint kind)
    {
        block.ReturnUnlessArgumentIsOneOf(0, [kind], SeccompFilter.NotPermitted);
        block.ReturnUnlessArgumentIsOneOf(1, [0], SeccompFilter.NotPermitted);
    }
}
