"""Events: the bus, hooks, and the events there are (design §3.4)."""

from __future__ import annotations

from .bus import EventBus, event_bus
from .hook import EventHook
from .types import Event, EventTypes

__all__ = ["Event", "EventBus", "EventHook", "EventTypes", "event_bus"]
