"""The outcomes of a test run, and how they are written."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

LONGEST_MESSAGE = 10_000
MARKS = {"passed": "✓", "failed": "✗", "skipped": "-"}


class Results:
    """What each test did."""

    def __init__(self, package: str) -> None:
        self._package = package
        self.tests: list[dict[str, Any]] = []
        self.coverage: dict[str, Any] | None = None

    def add(self, file: str, name: str, outcome: str, seconds: float, message: str = "") -> None:
        """One test. A file is a path, absolute or in the package."""
        if os.path.isabs(file):
            file = os.path.relpath(os.path.realpath(file), os.path.realpath(self._package))
        entry = {
            "file": file.replace(os.sep, "/"),
            "name": name,
            "outcome": outcome,
            "seconds": round(max(0.0, seconds), 4),
            "message": message.strip()[:LONGEST_MESSAGE],
        }
        self.tests.append(entry)

    def count(self, outcome: str) -> int:
        """How many ended so."""
        return sum(test["outcome"] == outcome for test in self.tests)

    def to_json(self) -> dict[str, Any]:
        """What ``specify plugin test`` reads."""
        values: dict[str, Any] = {"tests": self.tests}
        if self.coverage is not None:
            values["coverage"] = self.coverage
        return values

    def print(self, seconds: float, output: TextIO | None = None) -> None:
        """What a person reads (design §12.1)."""
        out = output or sys.stdout
        file = None
        for test in self.tests:
            if test["file"] != file:
                file = test["file"]
                out.write(f"\n{file}\n")
            out.write(f"  {MARKS[test['outcome']]} {test['name']} ({test['seconds']:.1f}s)\n")
            if test["outcome"] != "passed" and test["message"]:
                out.write("".join(f"      {line}\n" for line in test["message"].splitlines()))
        counts = ", ".join(f"{self.count(outcome)} {outcome}" for outcome in MARKS)
        out.write(f"\nResults: {counts}\n")
        if self.coverage is not None:
            out.write(f"Coverage: {self.coverage['percent']:g}%\n")
        out.write(f"Time: {seconds:.1f}s\n")

    def to_junit(self, seconds: float) -> str:
        """The same as JUnit's XML."""
        from xml.sax.saxutils import quoteattr

        rows = []
        for test in self.tests:
            name = f"classname={quoteattr(test['file'])} name={quoteattr(test['name'])} time=\"{test['seconds']:.4f}\""
            message = quoteattr(_xml(test["message"]))
            if test["outcome"] == "passed":
                rows.append(f"    <testcase {name}/>")
            else:
                tag = "failure" if test["outcome"] == "failed" else "skipped"
                rows.append(f"    <testcase {name}><{tag} message={message}/></testcase>")
        counts = f'tests="{len(self.tests)}" failures="{self.count("failed")}" errors="0" skipped="{self.count("skipped")}" time="{seconds:.4f}"'
        lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<testsuites {counts}>", f'  <testsuite name="plugin" {counts}>']
        return "\n".join([*lines, *rows, "  </testsuite>", "</testsuites>", ""])


def _xml(text: str) -> str:
    """Without the characters that XML has not."""
    return "".join(char if char in "\t\n" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff" else "?" for char in text)
