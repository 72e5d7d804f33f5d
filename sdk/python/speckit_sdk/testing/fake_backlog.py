"""A backlog in memory, under the rules of the design (§6)."""

from __future__ import annotations

from ..errors import INVALID_PARAMS, NOT_FOUND, REFUSED, HostError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Params = dict[str, Any]

CREATION_STATUSES = ("To Do", "Backlog")
PROTECTED = ("plugin:", "workflow:")
PRIORITIES = ("high", "medium", "low")
TIME = "2026-01-02T03:04:05Z"


class FakeBacklog:
    """Keeps tasks as the protocol writes them."""

    def __init__(self, plugin: str) -> None:
        self.plugin = plugin
        self.statuses = ["To Do", "Backlog", "In Progress", "Done"]
        """The statuses that the project knows."""
        self.tasks: list[Params] = []
        self._own: set[str] = set()

    @property
    def own_label(self) -> str:
        """The label of the plugin's tasks."""
        return f"plugin:{self.plugin}"

    def add(self, **values: Any) -> Params:
        """A task that a person or another plugin made."""
        task = {
            "id": f"TASK-{len(self.tasks) + 1}",
            "title": "",
            "status": self.statuses[0],
            "labels": [],
            "priority": None,
            "description": "",
            "metadata": {},
            "created": TIME,
            "updated": TIME,
            "assignee": [],
            **values,
        }
        self.tasks.append(task)
        return task

    def create(self, params: Params) -> Params:
        """``backlog/create``"""
        title = " ".join(_text(params, "title").split())
        if not title:
            raise HostError("a task needs a title", INVALID_PARAMS)
        priority = params.get("priority")
        if priority is not None and str(priority).lower() not in PRIORITIES:
            raise HostError(f"'{priority}' is no priority (use one of: {', '.join(PRIORITIES)})", INVALID_PARAMS)
        labels = _clean(params.get("labels") or [])
        for label in labels:
            if _is_protected(label) and label != self.own_label:
                raise self._label_refused(label)
        task = self.add(
            title=title,
            description=params.get("description") or "",
            status=self._creation_status(params.get("status")),
            labels=[label for label in labels if label != self.own_label] + [self.own_label],
            priority=None if priority is None else str(priority).lower(),
            metadata=dict(params.get("metadata") or {}),
        )
        self._own.add(task["id"])
        return task

    def update(self, params: Params) -> Params:
        """``backlog/update``"""
        task = self.get(params)
        if task["id"] not in self._own or self.own_label not in task["labels"]:
            raise HostError(
                f"{self.plugin} did not create {task['id']}: plugins change only their own tasks. "
                "(create a task, or ask a person to make the change)",
                REFUSED,
            )
        labels, status = params.get("labels"), params.get("status")
        changed = dict(task)
        if status is not None:
            changed["status"] = self._known(status)
        if labels is not None:
            wanted = _clean(labels)
            for label in wanted:
                if _is_protected(label) and label not in task["labels"]:
                    raise self._label_refused(label)
            kept = [label for label in task["labels"] if _is_protected(label)]
            changed["labels"] = [label for label in wanted if not _is_protected(label)] + kept
        changed["metadata"] = {**task["metadata"], **(params.get("metadata") or {})}
        task.update(changed)
        return task

    def get(self, params: Params) -> Params:
        """``backlog/get``"""
        wanted = _text(params, "id")
        for task in self.tasks:
            if task["id"].lower() == wanted.lower():
                return task
        raise HostError(f"there is no task '{wanted}'", NOT_FOUND)

    def list(self, params: Params) -> Params:
        """``backlog/list``"""
        labels, status, metadata = params.get("labels") or [], params.get("status"), params.get("metadata") or {}
        return {
            "tasks": [
                task
                for task in self.tasks
                if all(label in task["labels"] for label in labels)
                and (status is None or task["status"].lower() == status.lower())
                and all(task["metadata"].get(key) == value for key, value in metadata.items())
            ]
        }

    def _creation_status(self, wanted: Any) -> str:
        allowed = [status for status in CREATION_STATUSES if status in self.statuses]
        if wanted is None:
            return allowed[0] if allowed else self._refuse_status("None", allowed)
        known = next((status for status in allowed if status.lower() == str(wanted).lower()), None)
        return known or self._refuse_status(wanted, allowed)

    def _refuse_status(self, wanted: Any, allowed: Iterable[str]) -> str:
        raise HostError(
            f"{self.plugin} may not create a task in status '{wanted}'. (use one of: {', '.join(allowed)})", REFUSED
        )

    def _known(self, wanted: str) -> str:
        for status in self.statuses:
            if status.lower() == wanted.lower():
                return status
        raise HostError(f"the project has no status '{wanted}' (it has: {', '.join(self.statuses)})", INVALID_PARAMS)

    def _label_refused(self, label: str) -> HostError:
        return HostError(
            f"{self.plugin} may not set the label '{label}'. (labels that begin with 'plugin:' or 'workflow:' are the host's; "
            f"'{self.own_label}' is added by itself)",
            REFUSED,
        )


def _text(params: Params, name: str) -> str:
    value = params.get(name)
    if not isinstance(value, str):
        raise HostError(f"'{name}' must be a text", INVALID_PARAMS)
    return value


def _clean(labels: Any) -> Any:
    texts = [" ".join(str(label).split()) for label in labels]
    return list(dict.fromkeys(label for label in texts if label))


def _is_protected(label: str) -> bool:
    return label.lower().startswith(PROTECTED)
