"""Findings as the host shows them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

SEVERITIES = ("low", "medium", "high", "critical")
OPTIONAL = ("column", "id", "cwe", "fix", "snippet")


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
