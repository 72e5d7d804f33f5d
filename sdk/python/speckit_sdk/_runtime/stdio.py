"""Keeps the standard streams for the protocol alone."""

from __future__ import annotations

import io
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

READ_BUFFER = 64 * 1024


def take() -> tuple[BinaryIO, io.RawIOBase]:
    """The host's input and output.

    From then on the plugin's code reads nothing from descriptor 0, and what it, its subprocesses or C code write to
    descriptor 1 goes to standard error, which is the plugin's log.
    """
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    # Unbuffered: half a line of a plugin that hangs is worth reading, too.
    log = io.TextIOWrapper(
        io.FileIO(1, "w", closefd=False), "utf-8", "backslashreplace", newline="\n", write_through=True
    )
    sys.stdout = sys.__stdout__ = log
    return io.open(incoming, "rb", buffering=READ_BUFFER), io.FileIO(outgoing, "wb")
