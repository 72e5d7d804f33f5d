"""Errors of the plugin's own code."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

LONGEST = 2000
SKIPPED = ("speckit_sdk", "importlib", "asyncio")


def report(what: str, error: BaseException) -> str:
    """Writes the traceback to the log, without the lines of this package, and gives a short message for the answer."""
    import traceback

    frames = _without_own(error.__traceback__)
    lines = traceback.format_exception(type(error), error, frames)
    sys.stderr.write(f"{what} failed:\n{''.join(lines)}")
    sys.stderr.flush()
    return describe(error, frames)


def describe(error: BaseException, frames: TracebackType | None) -> str:
    """``ValueError: no such thing (src/scan.py:12)``"""
    from ..errors import SpeckitError

    try:
        text = str(error).strip() or type(error).__name__
    except Exception:
        text = "its text cannot be made"
    message = text if isinstance(error, SpeckitError) else f"{type(error).__name__}: {text}"
    if isinstance(error, (SyntaxError, SpeckitError)) or frames is None:
        return message[:LONGEST]
    while frames.tb_next is not None:
        frames = frames.tb_next
    return f"{message[:LONGEST]} ({_shorten(frames.tb_frame.f_code.co_filename)}:{frames.tb_lineno})"


def _without_own(frames: TracebackType | None) -> TracebackType | None:
    """Drops the frames at the top that belong to this package or to Python's import machinery."""
    first = frames
    while frames is not None:
        module = str(frames.tb_frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] not in SKIPPED:
            return frames
        frames = frames.tb_next
    return first


def _shorten(path: str) -> str:
    import os

    for root in sys.path[:2]:
        if root and path.startswith(root + os.sep):
            return path[len(root) + 1 :].replace(os.sep, "/")
    return path
