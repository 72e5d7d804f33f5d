"""Event bus client."""

from __future__ import annotations

import threading

from .patterns import matches
from .types import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from ..context.host import Host


class Subscriptions:
    """What a plugin wants to hear of while it runs."""

    def __init__(self) -> None:
        self._handlers: list[tuple[str, Callable[..., Any]]] = []
        self._unsent: list[str] = []
        self._lock = threading.Lock()

    def add(self, pattern: str, handler: Callable[..., Any]) -> None:
        """A function for a pattern."""
        with self._lock:
            if (pattern, handler) in self._handlers:
                # A command that subscribes runs more than once.
                return
            if all(pattern != known for known, _ in self._handlers):
                self._unsent.append(pattern)
            self._handlers.append((pattern, handler))

    def send(self, host: Host) -> None:
        """Tells the host of the patterns that it does not know yet, once it listens."""
        if not getattr(host, "active", True):
            return
        with self._lock:
            patterns, self._unsent = self._unsent, []
        if patterns:
            host.request("events/subscribe", {"patterns": patterns})

    def matching(self, type: str) -> list[Callable[..., Any]]:
        """The functions that want to hear of an event."""
        with self._lock:
            return [handler for pattern, handler in self._handlers if matches(pattern, type)]


class EventBus:
    """Emits events and subscribes to them. Without a host it is a bus of this process alone, as for tests."""

    def __init__(self, host: Host | None = None) -> None:
        self._host = host
        self._local = Subscriptions()

    def emit(
        self,
        type: str,
        payload: Mapping[str, Any] | None = None,
        *,
        feature: str | None = None,
        task_id: str | None = None,
    ) -> str:
        """Emits an event and gives its id. Plugins emit under ``plugin.`` only; the payload is an object of JSON."""
        from .._runtime.results import to_json
        from ..context.host import answered, given

        host, values = self._connected(), to_json(dict(payload or {}))
        if host is None:
            event = Event(type, values, feature=feature, task_id=task_id)
            for handler in self._local.matching(type):
                _deliver(handler, event)
            return event.id
        answer = host.request("events/emit", given(type=type, payload=values, feature=feature, taskId=task_id))
        return str(answered(answer, "id", str))

    def subscribe(self, pattern: str, handler: Callable[..., Any] | None = None) -> Any:
        """Has a function called with each event that fits: ``@bus.subscribe("workflow.*.completed")``, or with the function.

        The function takes the event, or the event and the context. It hears of events while the plugin runs.
        """
        if handler is None:
            return lambda function: self.subscribe(pattern, function)
        host = self._connected()
        if host is None:
            self._local.add(pattern, handler)
        else:
            subscriptions = host.subscriptions()
            subscriptions.add(pattern, handler)
            subscriptions.send(host)
        return handler

    def _connected(self) -> Host | None:
        return self._host


class SharedBus(EventBus):
    """The bus of modules that have no context at hand. Inside a plugin it is the host's, elsewhere one of this process."""

    def _connected(self) -> Host | None:
        from .._runtime import current

        return None if current.session is None else current.session.background_host()


event_bus = SharedBus()
"""The bus for ``@event_bus.subscribe(…)`` at a module's top."""


def _deliver(handler: Callable[..., Any], event: Event) -> None:
    from .._runtime.calling import run

    run(handler, (event,), {}, None)
