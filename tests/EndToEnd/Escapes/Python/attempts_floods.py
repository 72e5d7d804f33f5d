"""More of everything than the plugin may have. All of it is bounded here, too: a sandbox that fails must not take the machine along."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import Any

from attempts import Facts, attempt

MEGABYTE = 1 << 20


@attempt
def fork_bomb(ctx: Any, facts: Facts) -> dict:
    """Each child waits; the last ones are refused, when there is a limit."""
    children, refusal = [], "none"
    for _ in range(facts.mostProcesses * 4):
        try:
            child = os.fork()
        except OSError as error:
            refusal = str(error)
            break
        if child == 0:
            time.sleep(20)
            os._exit(0)
        children.append(child)
    more = len(children) > facts.mostProcesses
    return {"got": [f"{len(children)} processes"] if more else [], "refused": [f"after {len(children)}: {refusal}"]}


@attempt
def thread_bomb(ctx: Any, facts: Facts) -> dict:
    threads, refusal = 0, "none"
    for _ in range(facts.mostProcesses * 4):
        try:
            threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
        except RuntimeError as error:
            refusal = str(error)
            break
        threads += 1
    more = threads > facts.mostProcesses
    return {"got": [f"{threads} threads"] if more else [], "refused": [f"after {threads}: {refusal}"]}


@attempt
def memory(ctx: Any, facts: Facts) -> dict:
    """Four times the limit, touched page by page."""
    held, limit = [], facts.memoryMegabytes
    try:
        for _ in range(4 * limit // 16):
            held.append(bytearray(os.urandom(4096) * (16 * MEGABYTE // 4096)))
    except MemoryError:
        return {"got": [f"{16 * len(held)} MB"] if 16 * len(held) > 2 * limit else [], "refused": [f"at {16 * len(held)} MB"]}
    return {"got": [f"{16 * len(held)} MB"], "refused": []}


@attempt
def memory_of_children(ctx: Any, facts: Facts) -> dict:
    """A limit for each process is no limit for a plugin: eight children hold three quarters of it each."""
    limit, children = facts.memoryMegabytes, []
    readers = []
    for _ in range(8):
        reader, writer = os.pipe()
        try:
            child = os.fork()
        except OSError:
            break
        if child == 0:
            try:
                held = bytearray(os.urandom(4096) * (limit * 3 // 4 * MEGABYTE // 4096))
                os.write(writer, b"1" if held else b"0")
                time.sleep(5)
            finally:
                os._exit(0)
        os.close(writer)
        children.append(child)
        readers.append(reader)
    holding = sum(os.read(reader, 1) == b"1" for reader in readers)
    for child in children:
        try:
            os.kill(child, 9)
            os.waitpid(child, 0)
        except (OSError, ChildProcessError):
            continue
    total = holding * limit * 3 // 4
    return {"got": [f"{total} MB in {holding} children"] if total > 2 * limit else [], "refused": [f"{total} MB"]}


@attempt
def memory_in_files(ctx: Any, facts: Facts) -> dict:
    """Memory that no limit of a process counts: files in memory, and those without a name."""
    limit = facts.memoryMegabytes
    found = {}

    def fill(name: str, descriptor: int) -> None:
        written = 0
        block = os.urandom(MEGABYTE)
        try:
            while written < 4 * limit:
                written += os.write(descriptor, block) / MEGABYTE
        except OSError:
            pass
        found[name] = int(written)

    for folder in ("/dev/shm", "/tmp"):
        try:
            fill(folder, os.open(f"{folder}/flood", os.O_CREAT | os.O_WRONLY, 0o600))
        except OSError:
            found[folder] = 0
    try:
        fill("memfd", os.memfd_create("flood"))
    except OSError:
        found["memfd"] = 0
    total = sum(found.values())
    return {"got": [f"{total} MB {found}"] if total > 3 * limit else [], "refused": [str(found)]}


@attempt
def disk(ctx: Any, facts: Facts) -> dict:
    """Files in the plugin's own folder: large ones, then many."""
    limit, block, written = facts.outputMegabytes, os.urandom(MEGABYTE), 0.0
    refusal = "none"
    for number in range(40):
        try:
            with open(f"{ctx.data_dir}/flood-{number}", "wb", buffering=0) as file:
                for _ in range(limit + 2):
                    written += file.write(block) / MEGABYTE
        except OSError as error:
            refusal = str(error)
        if written > 10 * limit:
            break
    # The host looks again and again: whoever wrote that much does not live on.
    time.sleep(5)
    return {"got": [f"all files: {written:.0f} MB"], "refused": [refusal]}


@attempt
def disk_without_names(ctx: Any, facts: Facts) -> dict:
    """Files that are open and have no name any more are in no folder, and take up their room nevertheless."""
    held, block = [], os.urandom(MEGABYTE)
    for number in range(4):
        file = open(f"{ctx.data_dir}/flood-{number}", "wb", buffering=0)
        os.unlink(file.name)
        held.append(file)
        for _ in range(facts.outputMegabytes - 1):
            file.write(block)
    time.sleep(5)
    return {"got": [f"{len(held)} files"], "refused": []}


@attempt
def many_files(ctx: Any, facts: Facts) -> dict:
    held, refusal = [], "none"
    try:
        for _ in range(facts.openFiles * 4):
            held.append(os.open("/dev/null", os.O_RDONLY))
    except OSError as error:
        refusal = str(error)
    count = len(held)
    for descriptor in held:
        os.close(descriptor)
    return {"got": [f"{count} files"] if count > facts.openFiles else [], "refused": [f"after {count}: {refusal}"]}


@attempt
def standard_error(ctx: Any, facts: Facts) -> dict:
    """A log that never ends: the host keeps its last lines, and little memory."""
    line = b"x" * 65536
    for _ in range(64 * 16):
        os.write(2, line)
    return {"got": [], "refused": ["written"]}


@attempt
def console(ctx: Any, facts: Facts) -> dict:
    refused, said = [], 0
    for _ in range(200):
        try:
            ctx.host.request("console/write", {"text": "y" * 100000, "level": "info"})
            said += 1
        except Exception as error:
            refused.append(str(error))
            break
    return {"got": [], "refused": refused or [f"{said} texts"]}


@attempt
def calls(ctx: Any, facts: Facts) -> dict:
    """More calls than any plugin needs, from many threads at once."""
    refused: list[str] = []

    def ask() -> None:
        for _ in range(300):
            try:
                ctx.host.request("config/get", {})
            except Exception as error:
                refused.append(str(error))
                return

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"got": [], "refused": refused[:3] or ["4800 calls"]}


@attempt
def never_answer(ctx: Any, facts: Facts) -> dict:
    """Busy for ever: time ends it."""
    while True:
        sys.intern("x")
