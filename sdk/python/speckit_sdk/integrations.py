"""Integrations: exchange with other tools."""

from __future__ import annotations

from .plugin import Plugin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class SyncResult:
    """What was exchanged: how many items are new, changed, and could not be exchanged."""

    __slots__ = ("created", "failed", "message", "updated")

    def __init__(self, created: int = 0, updated: int = 0, failed: int = 0, message: str | None = None) -> None:
        self.created = created
        self.updated = updated
        self.failed = failed
        self.message = message


class Integration(Plugin):
    """Exchanges data with another tool."""

    def sync(self, *args: Any, **kwargs: Any) -> Any:
        """Takes ``ctx``, ``direction`` and ``values``, as it likes: ``direction`` is ``push``, ``pull`` or ``both``; ``values`` say what is to be exchanged.

        Returns a ``SyncResult``, a dictionary of its values, or nothing.
        """
        raise NotImplementedError(f"{type(self).__name__} has no method 'sync'")
