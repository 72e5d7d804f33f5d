"""Reads the parameters of the host's methods."""

from __future__ import annotations

from ..errors import INVALID_PARAMS, HostError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NAMES = {str: "a text", dict: "an object", list: "a list"}
REQUIRED: Any = object()


def take(params: Any, name: str, kind: type, default: Any = REQUIRED) -> Any:
    """A parameter; null is as good as absent. Raises the error of wrong parameters."""
    value = params.get(name) if isinstance(params, dict) else None
    if value is None:
        if default is REQUIRED:
            raise HostError(f"The parameter '{name}' is missing.", INVALID_PARAMS)
        return default
    if not isinstance(value, kind):
        raise wrong(name, NAMES[kind])
    return value


def wrong(name: str, expected: str) -> HostError:
    """The error of a parameter of another type."""
    return HostError(f"The parameter '{name}' must be {expected}.", INVALID_PARAMS)
