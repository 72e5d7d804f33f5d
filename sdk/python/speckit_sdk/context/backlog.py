"""The project's tasks, under the rules of the design (§6)."""

from __future__ import annotations

from .host import answered, given

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from .host import Host


class Task:
    """A task of the backlog, as it was when it was read."""

    __slots__ = (
        "assignee", "created", "description", "id", "labels", "metadata", "priority", "status", "title", "updated",
    )  # fmt: skip

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.id: str = answered(values, "id", str)
        self.title: str = answered(values, "title", str)
        self.status: str = answered(values, "status", str)
        self.labels: list[str] = list(values.get("labels") or ())
        self.priority: str | None = values.get("priority")
        self.description: str = values.get("description") or ""
        self.metadata: dict[str, str] = dict(values.get("metadata") or {})
        self.created: str | None = values.get("created")
        self.updated: str | None = values.get("updated")
        self.assignee: list[str] = list(values.get("assignee") or ())

    def to_dict(self) -> dict[str, Any]:
        """Its values by name."""
        return {name: getattr(self, name) for name in self.__slots__}

    def __repr__(self) -> str:
        return f"Task({self.id!r}, {self.title!r}, status={self.status!r}, labels={self.labels!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Task) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]


class Backlog:
    """Creates, changes and reads tasks. The host adds the label ``plugin:<name>``, and tells of each change with an event."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def create_task(
        self,
        title: str,
        description: str | None = None,
        *,
        labels: Iterable[str] | None = None,
        status: str | None = None,
        priority: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        acceptance_criteria: Iterable[str] | None = None,
    ) -> Task:
        """Creates a task in ``To Do`` or ``Backlog``. Needs ``backlog.write``.

        Metadata are texts: other values are kept as JSON. ``RefusedError`` for another status, and for labels that
        belong to the host (``plugin:…``, ``workflow:…``).
        """
        params = given(
            title=title,
            description=description,
            labels=_list(labels),
            status=status,
            priority=priority,
            metadata=_texts(metadata),
            acceptanceCriteria=_list(acceptance_criteria),
        )
        return Task(self._host.request("backlog/create", params))

    def update_task(
        self,
        task: str | Task,
        *,
        status: str | None = None,
        labels: Iterable[str] | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Task:
        """Changes a task that this plugin created: ``RefusedError`` for others. Metadata join what is there. Needs ``backlog.write``."""
        number = task.id if isinstance(task, Task) else task
        params = given(id=number, status=status, labels=_list(labels), metadata=_texts(metadata))
        return Task(self._host.request("backlog/update", params))

    def get_task(self, task_id: str) -> Task:
        """A task. ``NotFoundError`` when there is none. Needs ``backlog.read``."""
        return Task(self._host.request("backlog/get", {"id": task_id}))

    def get_tasks(
        self,
        labels: Iterable[str] | None = None,
        status: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> list[Task]:
        """The tasks that have all these labels, this status and these metadata. Needs ``backlog.read``."""
        params = given(labels=_list(labels), status=status, metadata=_texts(metadata))
        return [Task(values) for values in answered(self._host.request("backlog/list", params), "tasks", list)]


def _list(values: Iterable[str] | None) -> list[str] | None:
    if isinstance(values, str):
        raise TypeError(f"a list of texts is wanted, not the text {values!r}: write [{values!r}]")
    return None if values is None else [str(value) for value in values]


def _texts(values: Mapping[str, Any] | None) -> dict[str, str] | None:
    if values is None:
        return None
    from json import dumps

    return {
        str(key): value if isinstance(value, str) else dumps(value, ensure_ascii=False, default=str)
        for key, value in values.items()
    }
