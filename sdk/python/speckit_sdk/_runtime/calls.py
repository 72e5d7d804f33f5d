"""Calls that wait for an answer, and how they are given up."""

from __future__ import annotations

import threading

from ..errors import CancelledError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class PendingCall:
    """A request of this side without its answer yet."""

    __slots__ = ("_done", "_error", "_given_up", "_result")

    def __init__(self) -> None:
        # A bare lock is a tenth of an Event.
        self._done = threading.Lock()
        self._done.acquire()
        self._result: Any = None
        self._error: Exception | None = None
        self._given_up = False

    def resolve(self, result: Any) -> None:
        """The answer came. Only the first of these three calls counts, and callers see to it that there is one."""
        self._result = result
        self._release()

    def fail(self, error: Exception) -> None:
        """It is answered with an error."""
        self._error = error
        self._release()

    def give_up(self) -> None:
        """Nobody waits any more."""
        self._given_up = True
        self._release()

    def wait(self, seconds: float = -1) -> bool:
        """Waits, at most so long; false when it was given up."""
        self._done.acquire(timeout=seconds)
        return not self._given_up

    def result(self) -> Any:
        """The answer, or its error raised."""
        if self._error is not None:
            raise self._error
        return self._result

    def _release(self) -> None:
        try:
            self._done.release()
        except RuntimeError:
            pass  # An answer that crossed the giving up.


class CancelToken:
    """Whether a call of the other side is given up."""

    __slots__ = ("_callbacks", "_lock", "cancelled")

    def __init__(self) -> None:
        self.cancelled = False
        self._lock = threading.Lock()
        self._callbacks: dict[object, Callable[[], None]] = {}

    def cancel(self) -> None:
        """Gives it up. Everything that waits on its behalf wakes."""
        with self._lock:
            self.cancelled = True
            callbacks = list(self._callbacks.values())
            self._callbacks.clear()
        for callback in callbacks:
            callback()

    def check(self) -> None:
        """Raises when it is given up."""
        if self.cancelled:
            raise CancelledError()

    def sleep(self, seconds: float) -> None:
        """Waits so long; raises when this is cancelled before."""
        nothing = PendingCall()
        if self.add(nothing, nothing.give_up):
            try:
                nothing.wait(max(0.0, seconds))
            finally:
                self.remove(nothing)
        self.check()

    def add(self, key: object, callback: Callable[[], None]) -> bool:
        """Calls back when it is cancelled; false when it is already."""
        with self._lock:
            if not self.cancelled:
                self._callbacks[key] = callback
            return not self.cancelled

    def remove(self, key: object) -> None:
        """Does not call back any more."""
        with self._lock:
            self._callbacks.pop(key, None)
