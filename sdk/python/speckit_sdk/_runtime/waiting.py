"""Runs asynchronous functions."""

from __future__ import annotations

import asyncio

from ..errors import CancelledError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable
    from typing import Any

    from .calls import CancelToken


def wait(awaitable: Awaitable[Any], token: CancelToken | None) -> Any:
    """Waits in a loop of its own; a call that is given up cancels it."""
    try:
        return asyncio.run(_guard(awaitable, token))
    except asyncio.CancelledError:
        raise CancelledError() from None


async def _guard(awaitable: Awaitable[Any], token: CancelToken | None) -> Any:
    if token is None:
        return await awaitable
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None

    def cancel() -> None:
        try:
            loop.call_soon_threadsafe(task.cancel)
        except RuntimeError:
            pass  # The loop ended in the meantime.

    if not token.add(task, cancel):
        task.cancel()
    try:
        return await awaitable
    finally:
        token.remove(task)
