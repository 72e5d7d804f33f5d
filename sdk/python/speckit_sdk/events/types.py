"""Event type definitions."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class Event:
    """An event. What its payload says can be read as attributes, too: ``event.artifacts``."""

    __slots__ = ("feature", "id", "payload", "project", "source", "task_id", "time", "type", "version")

    def __init__(
        self,
        type: str,
        payload: Mapping[str, Any] | None = None,
        *,
        id: str = "",
        version: str = "1.0",
        time: str = "",
        project: str = "",
        source: str = "",
        feature: str | None = None,
        task_id: str | None = None,
    ) -> None:
        self.type = type
        self.payload: dict[str, Any] = dict(payload or {})
        self.id = id
        self.version = version
        self.time = time
        self.project = project
        self.source = source
        self.feature = feature
        self.task_id = task_id

    @classmethod
    def from_envelope(cls, values: Mapping[str, Any]) -> Event:
        """An event as the protocol writes it."""
        known = {name: values[name] for name in ("id", "version", "time", "project", "source", "feature") if name in values}
        return cls(values["type"], values.get("payload"), task_id=values.get("taskId"), **known)

    def get(self, name: str, default: Any = None) -> Any:
        """Something that the payload says."""
        return self.payload.get(name, default)

    def __getitem__(self, name: str) -> Any:
        return self.payload[name]

    def __contains__(self, name: str) -> bool:
        return name in self.payload

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and name != "payload" and name in self.payload:
            return self.payload[name]
        raise AttributeError(f"the event has no {name!r}, and its payload does not either")

    def __repr__(self) -> str:
        return f"Event({self.type!r}, {self.payload!r})"


class EventTypes:
    """The events of the core. Patterns: ``*`` is one segment, ``**`` at the end one or more."""

    PLUGIN_INSTALLED = "plugin.installed"
    PLUGIN_ENABLED = "plugin.enabled"
    PLUGIN_DISABLED = "plugin.disabled"
    PLUGIN_REMOVED = "plugin.removed"
    PLUGIN_COMMAND_INVOKED = "plugin.command.invoked"
    PLUGIN_COMMAND_COMPLETED = "plugin.command.completed"
    PLUGIN_HOOK_INVOKED = "plugin.hook.invoked"
    PLUGIN_HOOK_COMPLETED = "plugin.hook.completed"
    PLUGIN_ERROR = "plugin.error"
    BACKLOG_TASK_CREATED = "backlog.task.created"
    BACKLOG_TASK_UPDATED = "backlog.task.updated"
    SYSTEM_INIT = "system.init"
    SYSTEM_SHUTDOWN = "system.shutdown"

    @staticmethod
    def workflow(phase: str, what: str = "completed") -> str:
        """``workflow.<phase>.started``, ``completed`` or ``failed``."""
        return f"workflow.{phase}.{what}"
