"""Reading and writing what is not the plugin's."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import stat
import struct
from typing import Any

from attempts import Facts, attempt, read, syscall, tried, write


def read_by_host(ctx: Any, path: str) -> str:
    return str(ctx.host.request("project/readFile", {"path": path}))[:400]


def write_by_host(ctx: Any, path: str) -> str:
    ctx.host.request("project/writeFile", {"path": path, "content": "escaped\n", "encoding": "utf-8"})
    return f"wrote {path}"


def glob_by_host(ctx: Any, pattern: str) -> list[str]:
    return ctx.host.request("project/glob", {"patterns": [pattern]})["files"]


def make_link(target: str, name: str) -> None:
    """A link by itself is harmless, so making it is no success."""
    if not os.path.lexists(name):
        os.symlink(target, name)


def chmod_and_back(path: str, change: Any = os.chmod) -> str | None:
    """A call that says that it is done and does nothing has done no harm. It goes back: a package with other modes would not start."""
    mode = stat.S_IMODE(os.stat(path).st_mode)
    other = 0o777 if mode != 0o777 else 0o700
    change(path, other)
    changed = stat.S_IMODE(os.stat(path).st_mode) == other
    change(path, mode)
    return f"changed the mode of {path}" if changed else None


def change_open(path: str, mode: int) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fchmod(descriptor, mode)
    finally:
        os.close(descriptor)


def change_times(path: str) -> bool | None:
    os.utime(path, (1, 1))
    return True if os.stat(path).st_mtime == 1 else None


@attempt
def read_ssh_key(ctx: Any, facts: Facts) -> dict:
    return tried([(p, lambda p=p: read(p)) for p in (f"{facts.home}/.ssh/id_ed25519", os.path.expanduser("~root/.ssh/id_ed25519"))])


@attempt
def read_shadow(ctx: Any, facts: Facts) -> dict:
    return tried([(p, lambda p=p: read(p)) for p in ("/etc/shadow", "/etc/gshadow", "/etc/shadow-", "/etc/sudoers")])


@attempt
def read_other_plugins_data(ctx: Any, facts: Facts) -> dict:
    folder = f"{facts.project}/.specify/data"
    return tried([("data", lambda: read(f"{folder}/victim/secret.txt")), ("list", lambda: [n for n in os.listdir(folder) if n == "victim"] or None)])


@attempt
def read_hosts_state(ctx: Any, facts: Facts) -> dict:
    names = ("plugins.lock.json", "policy.yaml", "registry.yaml", "audit/audit.jsonl", "plugins/victim/plugin.yaml")
    steps = [(n, lambda n=n: read(f"{facts.project}/.specify/{n}")) for n in names]
    return tried([*steps, ("user", lambda: os.listdir(f"{facts.home}/.specify"))])


@attempt
def read_outside(ctx: Any, facts: Facts) -> dict:
    return tried([("file", lambda: read(f"{facts.outside}/secret.txt")), ("list", lambda: os.listdir(facts.outside))])


@attempt
def read_project_without_grant(ctx: Any, facts: Facts) -> dict:
    return tried([("file", lambda: read(f"{facts.project}/src/secret.txt")), ("list", lambda: os.listdir(f"{facts.project}/src"))])


@attempt
def read_homes(ctx: Any, facts: Facts) -> dict:
    return tried([(p, lambda p=p: os.listdir(p) or None) for p in ("/root", "/home", facts.home, "/var/lib", "/var/log", "/boot", "/mnt", "/srv")])


@attempt
def read_through_proc_root(ctx: Any, facts: Facts) -> dict:
    secret = f"{facts.outside}/secret.txt"
    roots = [f"/proc/{p}/root" for p in ("1", "self", "thread-self", str(facts.hostPid), str(facts.victimPid))]
    roots += [f"/proc/{p}/cwd" for p in ("1", str(facts.hostPid))]
    return tried([(root, lambda root=root: read(root + secret)) for root in roots])


@attempt
def read_through_descriptors(ctx: Any, facts: Facts) -> dict:
    """A descriptor that was left open leads out of any root."""
    steps = []
    for name in os.listdir("/proc/self/fd"):
        descriptor = int(name)
        try:
            if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
                continue
        except OSError:
            continue
        steps.append((f"fd {descriptor}", lambda d=descriptor: os.read(os.open("../" * 20 + facts.outside.lstrip("/") + "/secret.txt", os.O_RDONLY, dir_fd=d), 100)))
    return tried(steps or [("none", lambda: None)])


@attempt
def read_through_symlink(ctx: Any, facts: Facts) -> dict:
    link, folder = f"{facts.project}/notes/innocent.txt", f"{facts.project}/notes/innocent"
    return tried(
        [
            ("link", lambda: make_link(f"{facts.outside}/secret.txt", link)),
            ("link of a folder", lambda: make_link(facts.outside, folder)),
            ("direct", lambda: read(link)),
            ("service", lambda: read_by_host(ctx, "notes/innocent.txt")),
            ("service folder", lambda: read_by_host(ctx, "notes/innocent/secret.txt")),
            ("glob", lambda: [f for f in glob_by_host(ctx, "notes/**") if "secret" in f] or None),
        ]
    )


@attempt
def hard_link_secret(ctx: Any, facts: Facts) -> dict:
    def link(source: str) -> str:
        target = f"{facts.project}/linked-{os.path.basename(source)}"
        os.link(source, target)
        return read(target)

    sources = (f"{facts.outside}/secret.txt", f"{facts.project}/.specify/data/victim/secret.txt", f"{facts.project}/.specify/plugins.lock.json", "/etc/shadow")
    return tried([(s, lambda s=s: link(s)) for s in sources])


@attempt
def write_outside(ctx: Any, facts: Facts) -> dict:
    targets = (f"{facts.outside}/escaped.txt", f"{facts.home}/.bashrc", f"{facts.home}/.profile", f"{facts.home}/.ssh/authorized_keys", "/etc/cron.d/speckit-escape", "/usr/local/bin/speckit-escape")

    def beside() -> None:
        """Perhaps in a folder in memory that stands for the real one: only the test can see which."""
        write(f"{facts.project}/../escaped.txt")

    return tried([*[(t, lambda t=t: write(t)) for t in targets], ("beside", beside)])


@attempt
def write_through_symlink(ctx: Any, facts: Facts) -> dict:
    link = f"{facts.project}/notes/out"
    made = tried([("link", lambda: make_link(facts.outside, link))])
    if not os.path.islink(link):
        return made
    return tried(
        [
            ("direct", lambda: write(f"{link}/escaped.txt")),
            ("service", lambda: write_by_host(ctx, "notes/out/escaped.txt")),
            ("folder", lambda: ctx.host.request("project/createDirectory", {"path": "notes/out/escaped"}) or "made"),
        ]
    )


@attempt
def write_without_grant(ctx: Any, facts: Facts) -> dict:
    def reopen() -> str:
        descriptor = os.open(f"{facts.project}/src/main.py", os.O_RDONLY)
        return write(f"/proc/self/fd/{descriptor}")

    return tried(
        [
            ("direct", lambda: write(f"{facts.project}/src/escaped.txt")),
            ("over", lambda: write(f"{facts.project}/src/main.py")),
            ("proc fd", reopen),
            ("chmod", lambda: chmod_and_back(f"{facts.project}/src/main.py")),
            ("fchmod", lambda: chmod_and_back(f"{facts.project}/src/main.py", change_open)),
            ("utime", lambda: change_times(f"{facts.project}/src/main.py")),
            ("unlink", lambda: os.unlink(f"{facts.project}/src/main.py") or True),
            ("xattr", lambda: os.setxattr(f"{facts.project}/src/main.py", "user.x", b"1") or True),
            ("truncate", lambda: os.truncate(f"{facts.project}/src/main.py", 0) or True),
        ]
    )


@attempt
def change_what_is_only_seen(ctx: Any, facts: Facts) -> dict:
    """What may not even be read is named, not opened: no right of Landlock stands in the way of that."""
    key = f"{facts.home}/.ssh/id_ed25519"
    secret = f"{facts.outside}/secret.txt"
    flags = ctypes.create_string_buffer(struct.pack("L", 0x40))

    def attribute() -> int:
        return fcntl.ioctl(os.open(f"{facts.project}/src/main.py", os.O_RDONLY), 0x40086602, flags)

    return tried(
        [
            ("chmod", lambda: chmod_and_back(key)),
            ("owner", lambda: os.chown(secret, os.getuid(), os.getgid()) or True),
            ("utime", lambda: change_times(secret)),
            ("xattr", lambda: os.setxattr(secret, "user.x", b"1") or True),
            ("flags", attribute),
        ]
    )


@attempt
def links_for_the_next_start(ctx: Any, facts: Facts) -> dict:
    """Links in the place of what the host makes at the next start, which follows."""
    def put(name: str, target: str) -> None:
        path = f"{ctx.data_dir}/{name}"
        if os.path.islink(path):
            os.unlink(path)
        elif os.path.isdir(path):
            shutil.rmtree(path)
        os.symlink(target, path)

    return tried([("home", lambda: put("home", f"{facts.outside}/made")), ("tmp", lambda: put("tmp", facts.outside))])


@attempt
def copy_files(ctx: Any, facts: Facts) -> dict:
    """No attempt to get out: ordinary work must go on. What cannot be done is told as if it had been got."""
    folder = f"{ctx.data_dir}/copies"
    failed = []
    for name, work in (
        ("folder", lambda: os.makedirs(folder, exist_ok=True)),
        ("copy", lambda: shutil.copy(__file__, f"{folder}/a")),
        ("copy2", lambda: shutil.copy2(__file__, f"{folder}/b")),
        ("move", lambda: shutil.move(f"{folder}/b", f"{folder}/c")),
        ("tree", lambda: shutil.copytree(os.path.dirname(__file__), f"{folder}/tree", dirs_exist_ok=True)),
        ("replace", lambda: os.replace(f"{folder}/a", f"{folder}/d")),
        ("mode", lambda: os.close(os.open(f"{folder}/e", os.O_CREAT | os.O_WRONLY, 0o600))),
        ("same", lambda: (_ for _ in ()).throw(OSError("another content")) if read(f"{folder}/c") != read(__file__) else None),
    ):
        try:
            work()
        except OSError as error:
            failed.append(f"{name}: {error}")
    shutil.rmtree(folder, ignore_errors=True)
    return {"got": failed, "refused": ["nothing"]}


@attempt
def write_own_package(ctx: Any, facts: Facts) -> dict:
    package = os.path.dirname(os.path.abspath(__file__))
    descriptor = os.open(__file__, os.O_RDONLY)
    return tried(
        [
            ("new", lambda: write(f"{package}/escaped.py")),
            ("over", lambda: write(__file__)),
            ("proc fd", lambda: write(f"/proc/self/fd/{descriptor}")),
            ("chmod", lambda: chmod_and_back(__file__)),
            ("fchmod", lambda: chmod_and_back(__file__, change_open)),
            ("utime", lambda: change_times(__file__)),
            ("rename", lambda: os.rename(package, package + "-old") or True),
        ]
    )


PROTECTED = (
    ".git/hooks/pre-commit",
    ".git/config",
    ".claude/settings.json",
    ".claude/commands/escaped.md",
    ".cursor/rules/escaped.md",
    ".vscode/tasks.json",
    ".idea/workspace.xml",
    ".mcp.json",
    ".envrc",
    ".husky/pre-commit",
    ".specify/policy.yaml",
    ".specify/registry.yaml",
    ".specify/plugins.lock.json",
    ".specify/plugins/victim/plugin.yaml",
    ".specify/data/victim/secret.txt",
    ".specify/audit/audit.jsonl",
    ".specify/hooks/hooks.yaml",
    ".bashrc",
    ".profile",
    ".zshrc",
)


def write_new(path: str) -> str:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return write(path)


@attempt
def write_protected(ctx: Any, facts: Facts) -> dict:
    return tried([(p, lambda p=p: write_new(f"{facts.project}/{p}")) for p in PROTECTED])


@attempt
def write_protected_by_service(ctx: Any, facts: Facts) -> dict:
    disguised = (".GIT/hooks/pre-commit", "./.git/hooks/pre-commit", "src/../.git/hooks/pre-commit", ".git//hooks/pre-commit", ".git/hooks/pre-commit/", ".Claude/settings.json", "sub/.git/hooks/pre-commit", ".git\\hooks\\pre-commit", ".specify", ".git", "")
    return tried([(p, lambda p=p: write_by_host(ctx, p)) for p in (*PROTECTED, *disguised)])


@attempt
def move_protected(ctx: Any, facts: Facts) -> dict:
    """What cannot be written is moved away, and another put in its place."""
    root = facts.project

    def move(name: str) -> str:
        os.rename(f"{root}/{name}", f"{root}/{name}-moved")
        return name

    def exchange(name: str) -> str:
        os.makedirs(f"{root}/decoy", exist_ok=True)
        syscall(316, -100, f"{root}/decoy".encode(), -100, f"{root}/{name}".encode(), 2)
        return name

    names = (".git", ".specify", ".claude")
    steps = [(f"move {n}", lambda n=n: move(n)) for n in names] + [(f"exchange {n}", lambda n=n: exchange(n)) for n in names]
    return tried([*steps, ("the project", lambda: os.rename(root, root + "-moved") or True)])


@attempt
def link_protected(ctx: Any, facts: Facts) -> dict:
    """A link in the place of what does not exist yet, so that the host later writes through it."""
    names = (".cursor", ".mcp.json", ".envrc", ".specify/policy.yaml", ".specify/cache", ".vscode")
    return tried([(n, lambda n=n: os.symlink(facts.outside, f"{facts.project}/{n}") or True) for n in names])


@attempt
def make_special_files(ctx: Any, facts: Facts) -> dict:
    data = str(ctx.data_dir)

    def device() -> str:
        os.mknod(f"{data}/null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
        return "device"

    def setuid() -> str | None:
        path = f"{data}/setuid"
        write(path, "#!/bin/sh\n")
        os.chmod(path, 0o6755)
        return with_id(path)

    def with_id(path: str) -> str | None:
        mode = os.stat(path).st_mode
        return oct(mode) if mode & (stat.S_ISUID | stat.S_ISGID) else None

    def created() -> str | None:
        path = f"{data}/created"
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o4755))
        return with_id(path)

    def opened() -> str | None:
        change_open(f"{data}/setuid", 0o2755)
        return with_id(f"{data}/setuid")

    def openat2() -> str | None:
        how = ctypes.create_string_buffer(struct.pack("QQQ", os.O_CREAT | os.O_WRONLY, 0o4755, 0))
        os.close(syscall(437, -100, f"{data}/openat2".encode(), how, 24))
        return with_id(f"{data}/openat2")

    def attributes() -> str:
        os.setxattr(f"{data}/setuid", "security.capability", b"\x01\x00\x00\x02\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
        return "capability"

    return tried([("device", device), ("setuid", setuid), ("setuid at creation", created), ("setgid of an open file", opened), ("setuid with openat2", openat2), ("chown", lambda: os.chown(f"{data}/setuid", 12345, 12345) or True), ("capability", attributes)])


@attempt
def read_traversal_by_service(ctx: Any, facts: Facts) -> dict:
    outside = os.path.relpath(f"{facts.outside}/secret.txt", facts.project)
    paths = (outside, f"src/../{outside}", f"{facts.outside}/secret.txt", "/etc/passwd", outside.replace("/", "\\"), outside.replace("../", "%2e%2e/"), "src/\x00/secret", ".specify/plugins.lock.json", ".specify/data/victim/secret.txt", ".SPECIFY/plugins.lock.json", "./.specify/policy.yaml", "file:///etc/passwd", "~/.ssh/id_ed25519", "//etc/passwd", "/proc/self/environ", "", ".")
    return tried([(p, lambda p=p: read_by_host(ctx, p)) for p in paths])


@attempt
def glob_traversal(ctx: Any, facts: Facts) -> dict:
    patterns = ("../**", "/etc/*", "**/../../**", ".specify/**", ".git/**", "../../../../etc/passwd", "~/*", "{..,src}/**")

    def outside(pattern: str) -> list | None:
        found = glob_by_host(ctx, pattern)
        return [f for f in found if not f.startswith("src/") or ".." in f] or None

    return tried([(p, lambda p=p: outside(p)) for p in patterns])


@attempt
def read_devices_by_service(ctx: Any, facts: Facts) -> dict:
    """Files that never end, or never begin, would hold the host."""
    root = facts.project

    def prepare() -> None:
        if not os.path.exists(f"{root}/pipe"):
            os.mkfifo(f"{root}/pipe")
        for name, target in (("zero", "/dev/zero"), ("tty", "/dev/tty"), ("loop", "loop")):
            make_link(target, f"{root}/{name}")

    def sparse() -> None:
        with open(f"{root}/sparse", "wb") as file:
            file.truncate(20 << 20)

    names = ("pipe", "zero", "tty", "loop", "sparse", "src")
    return tried([("prepare", prepare), ("sparse", sparse), *[(n, lambda n=n: read_by_host(ctx, n)) for n in names]])
