"""Workflow execution context."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from ..context.project import Project, ProjectFile


class WorkflowContext:
    """The phase that runs. Outside of phases ``phase`` and ``feature`` are ``None``."""

    def __init__(self, project: Callable[[], Project], info: Mapping[str, Any]) -> None:
        self._project = project
        self.phase: str | None = info.get("phase")
        self.feature: str | None = info.get("feature")
        self.moment: str | None = info.get("moment")
        """``before``, ``after`` or ``replace``."""
        self.values: dict[str, Any] = dict(info.get("context") or {})
        """What the workflow knows."""

    def get(self, name: str, default: Any = None) -> Any:
        """Something that the workflow knows."""
        return self.values.get(name, default)

    def get_changed_files(self, since: str | None = None) -> list[ProjectFile]:
        """The files that changed since a commit, or since the last one. Needs ``filesystem.read``."""
        return self._project().changed_files(since)
