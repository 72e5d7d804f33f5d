"""System calls and files of the kernel that lead out of a sandbox, or change the machine."""

from __future__ import annotations

import ctypes
import fcntl
import mmap
import os
import resource
import struct
from typing import Any

from attempts import Facts, LIBC, asked, attempt, read, syscall, tried, write

NEW_USER, NEW_NS, NEW_PID, NEW_NET, NEW_CGROUP = 0x10000000, 0x20000, 0x20000000, 0x40000000, 0x2000000


@attempt
def ptrace(ctx: Any, facts: Facts) -> dict:
    """Attach, seize, and be traced; read and write another process's memory."""
    buffer = ctypes.create_string_buffer(16)
    vector = struct.pack("QQ", ctypes.addressof(buffer), 16)
    own = ctypes.create_string_buffer(vector)
    pids = (facts.victimPid, facts.hostPid, os.getppid())
    steps = [(f"attach {p}", lambda p=p: asked(101, 16, p, 0, 0)) for p in pids]
    steps += [(f"seize {p}", lambda p=p: asked(101, 0x4206, p, 0, 0)) for p in pids]
    steps += [(f"read {p}", lambda p=p: asked(310, p, own, 1, own, 1, 0)) for p in pids]
    steps += [(f"mem {p}", lambda p=p: open(f"/proc/{p}/mem", "rb").read(1)) for p in pids]
    return tried([*steps, ("traceme", lambda: asked(101, 0, 0, 0, 0))])


@attempt
def io_uring(ctx: Any, facts: Facts) -> dict:
    parameters = ctypes.create_string_buffer(120)
    return tried([("setup", lambda: asked(425, 4, parameters)), ("enter", lambda: asked(426, -1, 0, 0, 0, 0, 0)), ("register", lambda: asked(427, -1, 0, 0, 0))])


@attempt
def mount(ctx: Any, facts: Facts) -> dict:
    tmp = b"/tmp"
    return tried(
        [
            ("mount", lambda: asked(165, b"none", tmp, b"tmpfs", 0, 0)),
            ("bind", lambda: asked(165, b"/", tmp, b"", 4096, 0)),
            ("remount", lambda: asked(165, b"none", b"/", b"", 32, 0)),
            ("umount", lambda: asked(166, facts.project.encode() + b"/.specify", 2)),
            ("pivot_root", lambda: asked(155, tmp, tmp)),
            ("chroot", lambda: asked(161, tmp)),
            ("open_tree", lambda: asked(428, -100, b"/", 1)),
            ("move_mount", lambda: asked(429, -1, b"", -100, tmp, 4)),
            ("fsopen", lambda: asked(430, b"tmpfs", 0)),
            ("mount_setattr", lambda: asked(442, -100, b"/", 0, ctypes.create_string_buffer(32), 32)),
        ]
    )


@attempt
def keys(ctx: Any, facts: Facts) -> dict:
    return tried([("add_key", lambda: asked(248, b"user", b"escape", b"x", 1, -3)), ("request_key", lambda: asked(249, b"user", b"escape", 0, -3)), ("keyctl", lambda: asked(250, 0, -3, 0, 0, 0))])


@attempt
def join_namespaces(ctx: Any, facts: Facts) -> dict:
    def join(pid: object, kind: str) -> str:
        descriptor = os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY)
        return asked(308, descriptor, 0)

    pids = (facts.hostPid, facts.victimPid, 1, "self")
    return tried([(f"{pid} {kind}", lambda pid=pid, kind=kind: join(pid, kind)) for pid in pids for kind in ("user", "mnt", "net", "pid")])


@attempt
def new_namespaces(ctx: Any, facts: Facts) -> dict:
    """A new user namespace gives all capabilities, and a new surface of the kernel."""

    def clone(flags: int) -> str:
        child = syscall(56, flags | 17, 0, 0, 0, 0)
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
        return "a child"

    def clone3(flags: int) -> str:
        arguments = ctypes.create_string_buffer(struct.pack("8Q", flags, 0, 0, 0, 17, 0, 0, 0))
        child = syscall(435, arguments, 64)
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
        return "a child"

    flags = (NEW_USER, NEW_USER | NEW_NS, NEW_NS, NEW_NET, NEW_PID, NEW_CGROUP)
    steps = [(f"clone {f:x}", lambda f=f: clone(f)) for f in flags] + [(f"clone3 {f:x}", lambda f=f: clone3(f)) for f in flags]
    return tried([*steps, *[(f"unshare {f:x}", lambda f=f: asked(272, f)) for f in flags]])


@attempt
def kernel_programs(ctx: Any, facts: Facts) -> dict:
    attributes = ctypes.create_string_buffer(128)
    return tried(
        [
            ("bpf", lambda: asked(321, 0, attributes, 128)),
            ("perf_event_open", lambda: asked(298, attributes, 0, -1, -1, 0)),
            ("userfaultfd", lambda: asked(323, 0)),
            ("fanotify", lambda: asked(300, 0, 0)),
            ("lookup_dcookie", lambda: asked(212, 0, 0, 0)),
        ]
    )


@attempt
def whole_machine(ctx: Any, facts: Facts) -> dict:
    """Calls that need the machine's own rights; each is given arguments that could do no harm even if it were let through."""
    return tried(
        [
            ("kexec_load", lambda: asked(246, 0, 1 << 20, 0, 0)),
            ("kexec_file_load", lambda: asked(320, -1, -1, 0, 0, 0)),
            ("reboot", lambda: asked(169, 0, 0, 0, 0)),
            ("init_module", lambda: asked(175, 0, 0, b"")),
            ("finit_module", lambda: asked(313, -1, b"", 0)),
            ("delete_module", lambda: asked(176, b"there-is-none", 2048)),
            ("swapon", lambda: asked(167, b"/there/is/none", 0)),
            ("acct", lambda: asked(163, b"/there/is/none")),
            ("quotactl", lambda: asked(179, 0x800002 << 8, b"/there/is/none", 0, 0)),
            ("syslog", lambda: asked(103, 3, ctypes.create_string_buffer(16), 16)),
            ("sethostname", lambda: asked(170, b"", -1)),
            ("iopl", lambda: asked(172, 3)),
            ("ioperm", lambda: asked(173, 0, 1, 1)),
            ("nfsservctl", lambda: asked(180, 0, 0, 0)),
            # Whoever is 0 already becomes nobody else by it.
            ("setuid", lambda: os.setuid(0 if os.getuid() else 1) or True),
            ("setgroups", lambda: os.setgroups([0]) or True),
        ]
    )


@attempt
def open_by_handle(ctx: Any, facts: Facts) -> dict:
    """File handles find files by number, whatever root one has."""
    handle = ctypes.create_string_buffer(struct.pack("Ii", 8, 1) + struct.pack("Q", 2))
    return tried([(p, lambda p=p: asked(304, os.open(p, os.O_RDONLY), handle, 0)) for p in ("/", str(ctx.data_dir))])


@attempt
def type_into_terminal(ctx: Any, facts: Facts) -> dict:
    def push(descriptor: int, request: int) -> str:
        fcntl.ioctl(descriptor, request, b"#")
        return "typed"

    def terminal(path: str) -> str:
        return push(os.open(path, os.O_RDWR | os.O_NOCTTY), 0x5412)

    steps = [(f"fd {d}", lambda d=d: push(d, 0x5412)) for d in range(3)] + [(f"TIOCLINUX {d}", lambda d=d: push(d, 0x541C)) for d in range(3)]
    return tried([*steps, ("/dev/tty", lambda: terminal("/dev/tty")), ("/dev/console", lambda: terminal("/dev/console")), ("/dev/pts/0", lambda: terminal("/dev/pts/0"))])


@attempt
def reach_other_processes(ctx: Any, facts: Facts) -> dict:
    def take_descriptor(pid: int) -> str:
        process = syscall(434, pid, 0)
        return asked(438, process, 0, 0)

    pids = {"the victim": facts.victimPid, "the host": facts.hostPid}
    steps = [(f"pidfd_getfd of {n}", lambda p=p: take_descriptor(p)) for n, p in pids.items()]
    steps += [("end the victim", lambda: os.kill(facts.victimPid, 15) or True)]
    steps += [(f"signal 0 to {n}", lambda p=p: os.kill(p, 0) or True) for n, p in pids.items()]
    steps += [(f"limits of {n}", lambda p=p: asked(302, p, 7, 0, ctypes.create_string_buffer(16))) for n, p in pids.items()]
    steps += [(f"oom of {n}", lambda p=p: write(f"/proc/{p}/oom_score_adj", "1000")) for n, p in pids.items()]
    steps += [(f"priority of {n}", lambda p=p: os.setpriority(os.PRIO_PROCESS, p, 19) or True) for n, p in pids.items()]
    steps += [(f"processors of {n}", lambda p=p: os.sched_setaffinity(p, [0]) or True) for n, p in pids.items()]
    steps += [(f"scheduling of {n}", lambda p=p: os.sched_setscheduler(p, os.SCHED_BATCH, os.sched_param(0)) or True) for n, p in pids.items()]
    steps += [(f"disk priority of {n}", lambda p=p: asked(251, 1, p, 3 << 13)) for n, p in pids.items()]
    return tried(steps)


@attempt
def message_queues(ctx: Any, facts: Facts) -> dict:
    """Queues have names of their own that no rule for files knows. In a namespace of one's own they are harmless."""
    if os.uname().nodename == "speckit":
        return {"got": [], "refused": ["of its own"]}
    return tried([("open", lambda: asked(240, b"speckit-escape", os.O_CREAT | os.O_RDWR, 0o600, 0)), ("unlink", lambda: asked(241, b"speckit-escape"))])


@attempt
def read_environment_of_others(ctx: Any, facts: Facts) -> dict:
    def search() -> str | None:
        for name in os.listdir("/proc"):
            if name.isdigit():
                for file in ("environ", "cmdline", "maps"):
                    try:
                        data = read(f"/proc/{name}/{file}", 1 << 16)
                    except OSError:
                        continue
                    if facts.marker in data:
                        return f"/proc/{name}/{file}: {data}"
        return None

    return tried([("all of /proc", search), ("own", lambda: [v for v in os.environ.values() if facts.marker in v] or None)])


@attempt
def kernel_settings(ctx: Any, facts: Facts) -> dict:
    paths = (
        "/proc/sys/kernel/core_pattern",
        "/proc/sys/kernel/modprobe",
        "/proc/sys/vm/panic_on_oom",
        "/proc/sys/net/ipv4/ip_forward",
        "/proc/sys/kernel/hostname",
        "/proc/sysrq-trigger",
        "/sys/kernel/uevent_helper",
        "/sys/power/state",
        "/proc/sys/fs/binfmt_misc/register",
        "/sys/kernel/mm/transparent_hugepage/enabled",
        "/proc/irq/0/smp_affinity",
    )

    # Opened for writing and nothing written: that it can be opened is bad enough.
    return tried([(p, lambda p=p: os.close(os.open(p, os.O_WRONLY)) or f"opened {p}") for p in paths])


@attempt
def control_groups(ctx: Any, facts: Facts) -> dict:
    """The release agent of a control group is run by the host, outside of everything."""

    def find(name: str) -> list | None:
        found = [os.path.join(folder, name) for folder, _, files in os.walk("/sys/fs/cgroup") if name in files]
        opened = []
        for path in found[:64]:
            try:
                os.close(os.open(path, os.O_WRONLY))
                opened.append(path)
            except OSError:
                continue
        return opened or None

    names = ("release_agent", "notify_on_release", "cgroup.procs", "tasks", "memory.limit_in_bytes", "memory.max", "pids.max", "devices.allow")
    return tried([(n, lambda n=n: find(n)) for n in names])


@attempt
def devices(ctx: Any, facts: Facts) -> dict:
    paths = ["/dev/mem", "/dev/kmem", "/dev/kmsg", "/dev/port", "/dev/fuse", "/dev/kvm", "/dev/loop-control", "/dev/net/tun", "/dev/vhost-vsock", "/dev/vsock", "/dev/mapper/control", "/dev/sda", "/dev/vda", "/dev/nvme0n1", "/dev/userfaultfd", "/dev/uinput", "/dev/ptmx"]
    try:
        paths += [f"/dev/{n}" for n in os.listdir("/dev") if n.startswith(("vd", "sd", "loop", "nvme", "dm-"))]
    except OSError:
        pass  # Not even its names are shown.
    return tried([(p, lambda p=p: os.close(os.open(p, os.O_RDONLY | os.O_NONBLOCK)) or f"opened {p}") for p in dict.fromkeys(paths)])


def run_machine_code(code: bytes) -> int:
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    function = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
    return function()


@attempt
def other_call_tables(ctx: Any, facts: Facts) -> dict:
    """A filter that looks at numbers alone is deceived by the tables of 32-bit programs."""

    def in_child(what: Any) -> str | None:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.write(writer, str(what()).encode())
            finally:
                os._exit(0)
        os.close(writer)
        _, status = os.waitpid(child, 0)
        said = os.read(reader, 100).decode()
        os.close(reader)
        # Killed by the filter, or answered with an error: -1 EPERM, -38 ENOSYS.
        return None if os.WIFSIGNALED(status) or said in ("", "-1", "-38", "refused") else said

    def i386(number: int, first: int) -> Any:
        # push rbx; mov eax, number; mov ebx, first; int 0x80; pop rbx; ret
        code = b"\x53\xb8" + struct.pack("I", number) + b"\xbb" + struct.pack("I", first) + b"\xcd\x80\x5b\xc3"
        return lambda: run_machine_code(code)

    def x32(number: int, *arguments: Any) -> Any:
        def call() -> str:
            try:
                return asked(0x40000000 | number, *arguments)
            except OSError:
                return "refused"

        return call

    return tried(
        [
            ("i386 unshare", lambda: in_child(i386(310, NEW_USER))),
            ("i386 ptrace", lambda: in_child(i386(26, 0))),
            ("i386 getuid", lambda: in_child(i386(24, 0))),
            ("x32 unshare", lambda: in_child(x32(272, NEW_USER))),
            ("x32 ptrace", lambda: in_child(x32(521, 0, 0, 0, 0))),
        ]
    )


@attempt
def less_filter(ctx: Any, facts: Facts) -> dict:
    """A second filter or another security label may not take the first away, and no program may get rights on the way."""
    privileges = LIBC.prctl(39, 0, 0, 0, 0)

    def status(name: str) -> str:
        line = next(line for line in read("/proc/self/status", 8000).splitlines() if line.startswith(name + ":"))
        return line.split()[1]

    def capabilities() -> str | None:
        found = {name: status(name) for name in ("CapPrm", "CapEff", "CapBnd", "CapAmb")}
        held = {name: value for name, value in found.items() if int(value, 16)}
        return str(held) if held else None

    return tried(
        [
            ("no_new_privs is off", lambda: None if privileges == 1 else "off"),
            ("seccomp is off", lambda: None if status("Seccomp") == "2" else status("Seccomp")),
            ("capabilities", capabilities),
            ("take no_new_privs back", lambda: True if LIBC.prctl(38, 0, 0, 0, 0) == 0 else None),
            ("raise limits", lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (1 << 20, 1 << 20)) or True),
        ]
    )
