"""Patterns of event names."""

from __future__ import annotations


def matches(pattern: str, type: str) -> bool:
    """Whether an event's name fits: ``*`` is one segment, ``**`` at the end one or more."""
    wanted, given = pattern.split("."), type.split(".")
    if wanted[-1] == "**":
        wanted.pop()
        if len(given) <= len(wanted):
            return False
        given = given[: len(wanted)]
    return len(wanted) == len(given) and all(want in ("*", have) for want, have in zip(wanted, given))
