"""Results for people and for continuous integration."""

from __future__ import annotations

import pathlib
import xml.etree.ElementTree as tree
from dataclasses import dataclass


@dataclass
class Outcome:
    """How a script went. A failure's text is for a person."""

    name: str
    about: str
    seconds: float
    failure: str | None = None


def write_junit(file: pathlib.Path, suite_name: str, outcomes: list[Outcome]) -> None:
    """Writes the results in the form that build servers read."""
    failed = sum(outcome.failure is not None for outcome in outcomes)
    suite = tree.Element(
        "testsuite",
        name=suite_name,
        tests=str(len(outcomes)),
        failures=str(failed),
        errors="0",
        skipped="0",
        time=f"{sum(outcome.seconds for outcome in outcomes):.3f}",
    )
    for outcome in outcomes:
        case = tree.SubElement(
            suite, "testcase", classname=suite_name, name=outcome.name, time=f"{outcome.seconds:.3f}"
        )
        if outcome.failure is not None:
            failure = tree.SubElement(case, "failure", message=printable(outcome.failure.splitlines()[0]))
            failure.text = printable(outcome.failure)
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(file.name + ".new")
    tree.ElementTree(suite).write(temporary, encoding="utf-8", xml_declaration=True)
    temporary.replace(file)


def printable(text: str) -> str:
    """XML cannot hold most control characters, nor can a terminal be trusted with them."""
    return "".join(c if c.isprintable() or c in "\n\t" else f"\\x{ord(c):02x}" for c in text)
