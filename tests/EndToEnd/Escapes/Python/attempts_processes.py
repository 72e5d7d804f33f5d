"""Programs that were not given, and processes that outlive their plugin."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import Any

from attempts import Facts, LIBC, attempt, syscall, tried, write


def run(words: list[str], **more: Any) -> str | None:
    done = subprocess.run(words, capture_output=True, timeout=10, **more)
    return (done.stdout + done.stderr).decode("utf-8", "replace")[:300] if done.returncode == 0 else None


@attempt
def run_programs(ctx: Any, facts: Facts) -> dict:
    """Without the capability nothing is executed but the plugin's own runtime."""
    loader = next((p for p in ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1") if os.path.exists(p)), "/lib/ld")
    return tried(
        [
            ("shell", lambda: run(["/bin/sh", "-c", "echo escaped"])),
            ("os.system", lambda: True if os.system("exit 0") == 0 else None),
            ("git", lambda: run(["/usr/bin/git", "--version"])),
            ("loader", lambda: run([loader, "/bin/sh", "-c", "echo escaped"])),
            ("env", lambda: run(["/usr/bin/env", "true"])),
            ("specify", lambda: run([facts.specify, "--version"])),
        ]
    )


@attempt
def run_own_file(ctx: Any, facts: Facts) -> dict:
    """What a plugin wrote itself is not executed either."""

    def made(folder: str) -> str | None:
        path = f"{folder}/escape.sh"
        write(path, "#!/bin/sh\necho escaped\n")
        os.chmod(path, 0o755)
        return run([path])

    def copied(folder: str) -> str | None:
        path = f"{folder}/copy"
        with open("/proc/self/exe", "rb") as source, open(path, "wb") as target:
            target.write(source.read())
        os.chmod(path, 0o755)
        return run([path, "-c", "print('escaped')"])

    folders = (str(ctx.data_dir), "/tmp", "/dev/shm")
    steps = [(f"script {f}", lambda f=f: made(f)) for f in folders] + [(f"copy {f}", lambda f=f: copied(f)) for f in folders]
    return tried(steps)


@attempt
def run_from_memory(ctx: Any, facts: Facts) -> dict:
    """A program that was never a file."""

    def execute(call: str) -> str | None:
        descriptor = os.memfd_create("escape", 0)
        with open("/proc/self/exe", "rb") as source:
            os.write(descriptor, source.read())
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.dup2(writer, 1)
                os.set_inheritable(descriptor, True)
                words = [b"python3", b"-S", b"-c", b"print('escaped')"]
                if call == "execveat":
                    import ctypes

                    array = (ctypes.c_char_p * 5)(*words, None)
                    syscall(322, descriptor, b"", array, None, 0x1000)
                else:
                    os.execv(f"/proc/self/fd/{descriptor}", words)
            finally:
                os._exit(9)
        os.close(writer)
        _, status = os.waitpid(child, 0)
        said = os.read(reader, 100)
        os.close(reader)
        return said.decode() if b"escaped" in said else None

    return tried([("execveat", lambda: execute("execveat")), ("proc", lambda: execute("proc"))])


def leave_session() -> None:
    try:
        os.setsid()
    except OSError:
        pass  # Not given; what follows is tried all the same.


@attempt
def orphan(ctx: Any, facts: Facts) -> dict:
    """Two forks and a session of its own: what is left of it when the plugin has ended writes a file, again and again."""
    path = f"{ctx.data_dir}/orphan"
    try:
        child = os.fork()
    except OSError as error:
        return {"got": [], "refused": [f"fork: {error}"]}
    if child == 0:
        leave_session()
        if os.fork() > 0:
            os._exit(0)
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                continue
        LIBC.prctl(1, 0, 0, 0, 0)
        for descriptor in range(3):
            os.close(descriptor)
        for turn in range(600):
            with open(path, "w") as file:
                file.write(str(time.time()))
            time.sleep(0.1)
        os._exit(0)
    os.waitpid(child, 0)
    deadline = time.time() + 5
    while not os.path.exists(path) and time.time() < deadline:
        time.sleep(0.02)
    return {"got": [], "refused": ["it was started"] if os.path.exists(path) else ["it was not started"]}


@attempt
def daemon_holds_pipes(ctx: Any, facts: Facts) -> dict:
    """A child that keeps the plugin's pipes open must not hold the host."""
    try:
        child = os.fork()
    except OSError as error:
        return {"got": [], "refused": [f"fork: {error}"]}
    if child == 0:
        leave_session()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(120)
        os._exit(0)
    return {"got": [], "refused": ["started"]}


@attempt
def ignore_the_end(ctx: Any, facts: Facts) -> dict:
    """Neither the end of the input nor SIGTERM ends it."""
    if sys.platform == "linux":
        import threading

        def stay() -> None:
            while True:
                time.sleep(1)

        for _ in range(3):
            threading.Thread(target=stay, daemon=False).start()
    return {"got": [], "refused": ["stays"]}


@attempt
def stop_itself(ctx: Any, facts: Facts) -> dict:
    """A stopped process answers nothing and takes no signal."""
    os.kill(os.getpid(), signal.SIGSTOP)
    return {"got": [], "refused": ["somebody woke it"]}


@attempt
def signal_by_group(ctx: Any, facts: Facts) -> dict:
    """Signals to groups: of the host, and of the victim. Signal 0 only asks whether it could."""
    return tried([(f"group {p}", lambda p=p: os.killpg(p, 0) or True) for p in (facts.hostGroup, facts.victimPid)])


@attempt
def shell_without_grant(ctx: Any, facts: Facts) -> dict:
    return tried([("service", lambda: ctx.host.request("shell/run", {"argv": ["true"]}))])
