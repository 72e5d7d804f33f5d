"""Runs tests with pytest."""

from __future__ import annotations

import sys

from .results import Results

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Recorder:
    """A plugin of pytest that notes the outcome and the time of each test."""

    def __init__(self, results: Results) -> None:
        self._results = results
        self._seconds: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: Any) -> None:
        """A phase of a test ended."""
        node = report.nodeid
        self._seconds[node] = self._seconds.get(node, 0.0) + report.duration
        file, _, name = node.partition("::")
        name = name.rpartition("::")[2] or name
        if report.when == "call" or report.outcome != "passed":
            message = ""
            if report.outcome == "skipped" and isinstance(report.longrepr, tuple):
                message = str(report.longrepr[2])
            elif report.outcome != "passed":
                message = str(report.longrepr)
            self._results.add(file, name, report.outcome, self._seconds[node], message)

    def pytest_collectreport(self, report: Any) -> None:
        """A file was read."""
        if report.failed:
            self._results.add(report.nodeid or ".", "import", "failed", 0.0, str(report.longrepr))


def run(package: str, pattern: str, results: Results) -> None:
    """Runs the tests of a plugin."""
    import pytest  # type: ignore[import-not-found]

    arguments = [package, "-q", "-p", "no:cacheprovider", "-o", f"python_files={pattern}", "--rootdir", package, "--no-header"]
    before = sys.stdout
    sys.stdout = sys.stderr
    try:
        pytest.main(arguments, plugins=[Recorder(results)])
    finally:
        sys.stdout = before
