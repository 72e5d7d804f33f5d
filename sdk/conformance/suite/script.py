"""Reads scripts, and puts values in the place of their variables."""

from __future__ import annotations

import json
import pathlib
import re
from dataclasses import dataclass, field
from typing import Any

VARIABLE = re.compile(r"\$\{([^${}]*)\}")

# Stands for ${pad} until the line's length is known; a private-use character that no script contains.
PAD = "\ue000"

STEPS = frozenset(
    "send sendRaw sendHex sendFill sendNested expect expectAll expectOneOf silence close expectEnd expectStderr expectFile "
    "repeat include".split()
)


class ScriptError(Exception):
    """A script that makes no sense: a mistake of the suite, not of the plugin."""


@dataclass
class Step:
    """One step, and where it is written."""

    place: str
    action: str
    body: dict[str, Any]


@dataclass
class Script:
    """One test."""

    name: str
    about: str
    timeout: float
    steps: list[Step] = field(default_factory=list)


def load(file: pathlib.Path, root: pathlib.Path) -> Script:
    """Reads a script. Its name is its path below the root, without the suffix."""
    lines = read_lines(file)
    head = lines[0][1] if lines else {}
    if "script" not in head:
        raise ScriptError(f'{file}: the first line must be {{"script": …}}')
    name = file.relative_to(root).with_suffix("").as_posix()
    script = Script(name, head["script"], float(head.get("timeout", 10)))
    script.steps = [to_step(f"{file.name}:{number}", body) for number, body in lines[1:]]
    script.steps = [step for given in script.steps for step in resolve(given, root)]
    return script


def read_lines(file: pathlib.Path) -> list[tuple[int, dict]]:
    lines = []
    for number, text in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if text.strip():
            try:
                lines.append((number, json.loads(text)))
            except ValueError as error:
                raise ScriptError(f"{file}:{number}: {error}") from error
    return lines


def to_step(place: str, body: dict) -> Step:
    actions = [key for key in body if key in STEPS]
    if len(actions) != 1:
        raise ScriptError(f"{place}: a step has exactly one of {', '.join(sorted(STEPS))}")
    return Step(place, actions[0], body)


def resolve(step: Step, root: pathlib.Path) -> list[Step]:
    """The step itself, or those of the file that it includes."""
    if step.action != "include":
        return [step]
    file = root / step.body["include"]
    return [to_step(f"{file.name}:{number}", body) for number, body in read_lines(file)]


def expand(value: Any, variables: dict[str, Any]) -> Any:
    """Puts values in the place of variables; a text that is nothing but one becomes its value."""
    if isinstance(value, dict):
        return {expand_text(key, variables): expand(item, variables) for key, item in value.items()}
    if isinstance(value, list):
        return [expand(item, variables) for item in value]
    return expand_text(value, variables) if isinstance(value, str) else value


def expand_text(text: str, variables: dict[str, Any]) -> Any:
    while match := VARIABLE.search(text):
        name = match[1]
        if name not in variables:
            raise ScriptError(f"there is no variable '{name}'")
        if match[0] == text:
            return variables[name]
        text = text[: match.start()] + str(variables[name]) + text[match.end() :]
    return text
