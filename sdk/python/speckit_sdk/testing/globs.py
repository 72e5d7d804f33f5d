"""The host's path patterns: ``*`` and ``?`` within a segment, ``**`` for any number of segments, ``{a,b}`` for alternatives."""

from __future__ import annotations

import re

from ..errors import INVALID_PARAMS, HostError

LONGEST = 1000
MOST_ALTERNATIVES = 256


def compile_glob(pattern: str) -> re.Pattern[str]:
    """A pattern for whole relative paths. Raises the host's error for one that is too long or has a brace alone."""
    if not 0 < len(pattern) <= LONGEST:
        raise HostError(f"a pattern has 1 to {LONGEST} characters", INVALID_PARAMS)
    alternatives: list[str] = []
    _expand(pattern.removeprefix("./"), alternatives)
    return re.compile("|".join(_translate(alternative) for alternative in alternatives), re.DOTALL)


def _translate(pattern: str) -> str:
    segments = [segment for segment in pattern.split("/") if segment]
    parts: list[str] = []
    for position, segment in enumerate(segments):
        last = position == len(segments) - 1
        if segment == "**":
            # At the end '**' is everything below, and as the host has it, the folder's own name as well.
            parts.append("(?:[^/]+(?:/[^/]+)*)?" if last else "(?:[^/]+/)*")
        else:
            parts.append(re.sub(r"\\\*+", "[^/]*", re.escape(segment)).replace(r"\?", "[^/]") + ("" if last else "/"))
    return "(?:" + "".join(parts) + r")\Z"


def _expand(text: str, into: list[str]) -> None:
    start = text.find("{")
    if start < 0:
        into.append(text)
        if len(into) > MOST_ALTERNATIVES:
            raise HostError(f"a pattern has at most {MOST_ALTERNATIVES} alternatives", INVALID_PARAMS)
        return
    depth, choices, begin = 0, [], start + 1
    for position in range(start + 1, len(text)):
        char = text[position]
        if depth == 0 and char in ",}":
            choices.append(text[begin:position])
            begin = position + 1
        if depth == 0 and char == "}":
            for choice in choices:
                _expand(text[:start] + choice + text[position + 1 :], into)
            return
        depth += (char == "{") - (char == "}")
    raise HostError(f"'{text}' has a '{{' without its '}}'", INVALID_PARAMS)
