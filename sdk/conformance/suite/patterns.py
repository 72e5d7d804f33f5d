"""Compares what a plugin sent with what a script expects."""

from __future__ import annotations

import json
from typing import Any


class Missing:
    """What stands for a member that is not there."""

    def __repr__(self) -> str:
        return "nothing"


MISSING = Missing()

TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}


def show(value: Any, most: int = 300) -> str:
    """A value as short JSON."""
    text = repr(value) if isinstance(value, Missing) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else f"{text[:most]}… ({len(text)} characters)"


def compare(pattern: Any, value: Any, captures: dict[str, Any], path: str = "") -> list[str]:
    """The differences, one sentence each; none when the value matches. Fills in the captures."""
    if pattern is None:
        return [] if value is None or value is MISSING else differs(path, "null", value)
    if isinstance(pattern, dict):
        operator = next((key for key in pattern if key.startswith("$") and key != "$more"), None)
        if operator is not None:
            return OPERATORS[operator](pattern, value, captures, path)
        return compare_object(pattern, value, captures, path)
    if isinstance(pattern, list):
        return compare_list(pattern, value, captures, path)
    return [] if equal(pattern, value) else differs(path, show(pattern), value)


def equal(expected: Any, value: Any) -> bool:
    """Numbers are equal by value; true is not 1."""
    if isinstance(expected, bool) or isinstance(value, bool):
        return expected is value
    return expected == value


def differs(path: str, expected: str, value: Any) -> list[str]:
    return [f"{path or 'the message'}: expected {expected}, found {show(value)}"]


def compare_object(pattern: dict, value: Any, captures: dict, path: str) -> list[str]:
    if not isinstance(value, dict):
        return differs(path, "an object " + show(pattern), value)
    found = []
    for key, expected in pattern.items():
        if key != "$more":
            found += compare(expected, value.get(key, MISSING), captures, f"{path}/{key}")
    if not pattern.get("$more"):
        extra = [key for key in value if key not in pattern and value[key] is not None]
        found += [f"{path}/{key}: expected nothing, found {show(value[key])}" for key in extra]
    return found


def compare_list(pattern: list, value: Any, captures: dict, path: str) -> list[str]:
    if not isinstance(value, list):
        return differs(path, "a list " + show(pattern), value)
    if len(pattern) != len(value):
        return differs(path, f"{len(pattern)} elements, {show(pattern)}", value)
    return [d for i, expected in enumerate(pattern) for d in compare(expected, value[i], captures, f"{path}/{i}")]


def compare_any(pattern: dict, value: Any, captures: dict, path: str) -> list[str]:
    return differs(path, "something", value) if value is None or value is MISSING else []


def compare_type(pattern: dict, value: Any, captures: dict, path: str) -> list[str]:
    name = pattern["$type"]
    fits = isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))
    return [] if fits else differs(path, f"a value of type {name}", value)


def compare_contains(pattern: dict, value: Any, captures: dict, path: str) -> list[str]:
    missing = [text for text in pattern["$contains"] if not isinstance(value, str) or text not in value]
    return differs(path, "a text with " + " and ".join(map(show, missing)), value) if missing else []


def compare_optional(pattern: dict, value: Any, captures: dict, path: str) -> list[str]:
    if value is None or value is MISSING:
        return []
    return compare(pattern["$optional"], value, captures, path)


def compare_not(pattern: dict, value: Any, captures: dict, path: str) -> list[str]:
    fits = not compare(pattern["$not"], value, {}, path)
    return differs(path, "anything but " + show(pattern["$not"]), value) if fits else []


def compare_or(pattern: dict, value: Any, captures: dict, path: str) -> list[str]:
    for choice in pattern["$or"]:
        if not compare(choice, value, captures, path):
            return []
    return differs(path, "one of " + show(pattern["$or"]), value)


def compare_set(pattern: dict, value: Any, captures: dict, path: str) -> list[str]:
    if not isinstance(value, list):
        return differs(path, "a list", value)
    left, found = list(value), []
    for kind, choices in (("$set", pattern["$set"]), ("$may", pattern.get("$may", []))):
        for choice in choices:
            match = next((i for i, item in enumerate(left) if not compare(choice, item, captures, path)), None)
            if match is not None:
                left.pop(match)
            elif kind == "$set":
                found.append(f"{path}: expected {show(choice)} in the list, and it is not there")
    return found + [f"{path}: did not expect {show(item)} in the list" for item in left]


def compare_capture(pattern: dict, value: Any, captures: dict, path: str) -> list[str]:
    found = compare(pattern.get("of", {"$any": True}), value, captures, path)
    if not found:
        captures[pattern["$capture"]] = value
    return found


def compare_length(pattern: dict, value: Any, captures: dict, path: str) -> list[str]:
    fits = isinstance(value, str) and len(value) == pattern["$length"]
    return [] if fits else differs(path, f"a text of {pattern['$length']} characters", value)


OPERATORS = {
    "$any": compare_any,
    "$type": compare_type,
    "$contains": compare_contains,
    "$optional": compare_optional,
    "$not": compare_not,
    "$or": compare_or,
    "$set": compare_set,
    "$may": compare_set,
    "$capture": compare_capture,
    "$length": compare_length,
}
