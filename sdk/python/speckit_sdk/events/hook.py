"""The base of hooks."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..context import PluginContext
    from .types import Event


class EventHook:
    """Hears of the events that the manifest's hook names. A function ``(event, ctx)`` does as well."""

    event: str = ""
    """The event or pattern, to tell apart several hooks of one file."""

    def handle(self, event: Event, ctx: PluginContext) -> Any:
        """Hears of one. It may be asynchronous, and what it returns is not looked at."""
        raise NotImplementedError(f"{type(self).__name__} has no method 'handle'")
