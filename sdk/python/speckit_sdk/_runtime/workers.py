"""Threads for the calls of the other side."""

from __future__ import annotations

import threading
from queue import SimpleQueue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Workers:
    """Starts a thread when no one is idle, up to a number; what comes then waits its turn.

    The threads are daemons: a plugin whose host is gone does not live on for a call that nobody waits for.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._started = 0

    def put(self, job: Callable[[], None]) -> None:
        """Runs it soon. Called by one thread only."""
        self._jobs.put(job)
        if not self._idle.acquire(blocking=False) and self._started < self._most:
            self._started += 1
            threading.Thread(target=self._work, name=f"speckit-{self._started}", daemon=True).start()

    def _work(self) -> None:
        while True:
            self._jobs.get()()
            self._idle.release()
