"""The table of attempts, and what they have in common."""

from __future__ import annotations

import ctypes
import errno
import os
from typing import Any, Callable

Attempt = Callable[[Any, "Facts"], dict]
ATTEMPTS: dict[str, Attempt] = {}
LIBC = ctypes.CDLL(None, use_errno=True)
MOST_TEXT = 4000


class Facts(dict):
    """What the test tells: folders, ports, process ids."""

    def __getattr__(self, name: str) -> Any:
        return self[name]


def attempt(function: Attempt) -> Attempt:
    """Adds an attempt under its function's name, with dashes."""
    ATTEMPTS[function.__name__.replace("_", "-")] = function
    return function


def tried(steps: list[tuple[str, Callable[[], Any]]]) -> dict:
    """Runs the steps; what none of them raised for is a success. What they gave is shown, so that the test can look for secrets."""
    got, refused = [], []
    for name, step in steps:
        try:
            value = step()
            if value is False or value is None:
                refused.append(f"{name}: nothing")
            else:
                got.append(f"{name}: {value!r}"[:MOST_TEXT])
        except BaseException as error:  # Whatever refuses: the kernel, the host, the runtime.
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            refused.append(f"{name}: {type(error).__name__} {error}"[:300])
    return {"got": got, "refused": refused}


def syscall(number: int, *arguments: Any) -> int:
    """A system call; raises what the kernel says."""
    ctypes.set_errno(0)
    result = LIBC.syscall(number, *arguments)
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def means_refused(error: OSError) -> bool:
    """The kernel refused, or there is nothing of that kind in here; it did not merely find the arguments wrong."""
    return error.errno in (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.ESRCH)


def asked(number: int, *arguments: Any) -> Any:
    """True when the kernel did the call, or got as far as reading its arguments: then nothing had refused it."""
    try:
        return f"done: {syscall(number, *arguments)}"
    except OSError as error:
        if means_refused(error):
            raise
        return f"reached: {errno.errorcode.get(error.errno, error.errno)}"


def read(path: str, most: int = 400) -> str:
    with open(path, "rb") as file:
        return file.read(most).decode("utf-8", "replace")


def write(path: str, text: str = "escaped\n") -> str:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return f"wrote {path}"
