"""Turns what a plugin gives back into JSON."""

from __future__ import annotations

import sys

from ..errors import SpeckitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DEEPEST = 100


class ResultError(SpeckitError):
    """A result cannot be written as JSON."""


def to_json(value: Any, depth: int = 0) -> Any:
    """The value with nothing in it but what JSON knows.

    Objects are written by ``to_dict()``, dataclasses and others by their public attributes, enumerations by their values,
    paths and dates as text.
    """
    if value is None or isinstance(value, (str, bool, int)) and type(value) in (str, bool, int):
        return value
    if depth > DEEPEST:
        raise ResultError("The result is nested too deeply, or holds itself.")
    if isinstance(value, float):
        if value - value != 0:
            raise ResultError(f"The result holds {value!r}, which is not JSON.")
        return float(value)
    if isinstance(value, dict):
        return {_key(key): to_json(item, depth + 1) for key, item in value.items()}
    if callable(write := getattr(value, "to_dict", None)) and not isinstance(value, type):
        return to_json(write(), depth + 1)
    if "enum" in sys.modules and isinstance(value, sys.modules["enum"].Enum):
        return to_json(getattr(value, "value"), depth + 1)
    if callable(write := getattr(value, "_asdict", None)):
        return to_json(write(), depth + 1)
    if isinstance(value, (list, tuple)):
        return [to_json(item, depth + 1) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((to_json(item, depth + 1) for item in value), key=lambda item: (str(type(item)), str(item)))
    return _plain(value, depth)


def _plain(value: Any, depth: int) -> Any:
    if isinstance(value, (str, int)):
        return str(value) if isinstance(value, str) else int(value)
    if hasattr(value, "__fspath__"):
        text = str(value)
        return text.replace("\\", "/") if sys.platform == "win32" else text
    if callable(write := getattr(value, "isoformat", None)):
        return write()
    if "_collections_abc" in sys.modules and isinstance(value, sys.modules["_collections_abc"].Mapping):
        return to_json(dict(value), depth + 1)
    if hasattr(value, "__next__"):
        return to_json(list(value), depth + 1)
    if callable(value) or isinstance(value, (bytes, bytearray, memoryview)):
        raise ResultError(f"The result holds {type(value).__name__}, which is not JSON.")
    attributes = _attributes(value)
    if attributes is None:
        return str(value)
    return {name: to_json(item, depth + 1) for name, item in attributes.items() if not name.startswith("_")}


def _attributes(value: Any) -> dict[str, Any] | None:
    if hasattr(value, "__dict__"):
        return dict(vars(value))
    names = [name for kind in type(value).__mro__ for name in _slots(kind)]
    return {name: getattr(value, name) for name in names if hasattr(value, name)} if names else None


def _slots(kind: type) -> tuple[str, ...]:
    slots = kind.__dict__.get("__slots__", ())
    return (slots,) if isinstance(slots, str) else tuple(slots)


def _key(key: Any) -> str:
    if isinstance(key, str):
        return str(key)
    if "enum" in sys.modules and isinstance(key, sys.modules["enum"].Enum):
        return str(key.value)
    return str(key)
