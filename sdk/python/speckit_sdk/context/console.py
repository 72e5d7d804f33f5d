"""The person's terminal."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, TypeVar

    from .host import Host

    T = TypeVar("T")


class Console:
    """Shows text through the host. What is shown before a command ends is shown before its result."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def print(self, *values: object, sep: str = " ") -> None:
        """Shows a line."""
        self._write("info", values, sep)

    def print_warning(self, *values: object, sep: str = " ") -> None:
        """Shows a warning."""
        self._write("warning", values, sep)

    def print_error(self, *values: object, sep: str = " ") -> None:
        """Shows an error."""
        self._write("error", values, sep)

    def print_finding(self, finding: Any) -> None:
        """Shows a finding: a dictionary, or an object with such attributes (``title``, ``severity``, ``file``, ``line``, …)."""
        from .findings import to_finding

        self._host.notify("console/finding", to_finding(finding))

    def progress(self, message: str, fraction: float | None = None) -> None:
        """Says how far the work is: 0 to 1, or nothing when that is not known."""
        params: dict[str, Any] = {"message": message}
        if fraction is not None:
            params["fraction"] = min(1.0, max(0.0, float(fraction)))
        self._host.notify("progress/report", params)

    def track(self, items: Iterable[T], message: str) -> Iterator[T]:
        """Goes through items and says how far it is, at most a hundred times."""
        everything = list(items)
        step = max(1, len(everything) // 100)
        for position, item in enumerate(everything):
            if position % step == 0:
                self.progress(message, position / len(everything))
            yield item
        self.progress(message, 1.0)

    def _write(self, level: str, values: tuple[object, ...], sep: str) -> None:
        self._host.notify("console/write", {"text": sep.join(str(value) for value in values), "level": level})
