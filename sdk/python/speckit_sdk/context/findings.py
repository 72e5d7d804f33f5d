"""Findings as the host shows them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

SEVERITIES = ("low", "medium", "high", "critical")
OPTIONAL = ("column", "id", "cwe", "fix", "snippet")


class Finding:
    """Something that a check found. Plugins may use classes of their own with such attributes."""

    __slots__ = ("column", "cwe", "description", "file", "fix", "id", "line", "rule", "severity", "snippet", "title")

    def __init__(
        self,
        rule: str,
        title: str,
        *,
        severity: str = "medium",
        description: str = "",
        file: str = "",
        line: int = 1,
        column: int | None = None,
        id: str | None = None,
        cwe: str | None = None,
        fix: str | None = None,
        snippet: str | None = None,
    ) -> None:
        self.rule = rule
        self.title = title
        self.severity = severity
        """``low``, ``medium``, ``high`` or ``critical``."""
        self.description = description or title
        self.file = file
        """The path in the project."""
        self.line = line
        self.column = column
        self.id = id
        """Stays the same while the finding does."""
        self.cwe = cwe
        self.fix = fix
        self.snippet = snippet

    def to_dict(self) -> dict[str, Any]:
        """Its values by name, without those that it does not have."""
        return to_finding(self)

    def __repr__(self) -> str:
        return f"Finding({self.rule!r}, {self.title!r}, severity={self.severity!r}, file={self.file!r}, line={self.line})"


def to_finding(value: Any) -> dict[str, Any]:
    """A finding of the protocol from a plugin's own object. What it does not say is filled in."""
    read = _reader(value)
    title = str(read("title") or read("message") or read("description") or value)
    severity = str(getattr(read("severity"), "value", read("severity")) or "medium").lower()
    finding: dict[str, Any] = {
        "rule": str(read("rule") or read("rule_id") or read("id") or "finding"),
        "severity": severity if severity in SEVERITIES else "medium",
        "title": title,
        "description": str(read("description") or read("message") or title),
        "file": str(read("file") or read("path") or ""),
        "line": _whole(read("line")) or 1,
    }
    for name in OPTIONAL:
        found = _whole(read(name)) if name == "column" else read(name)
        if found is not None:
            finding[name] = found if name == "column" else str(found)
    return finding


def _reader(value: Any) -> Callable[[str], Any]:
    if isinstance(value, dict):
        return value.get
    return lambda name: getattr(value, name, None)


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
