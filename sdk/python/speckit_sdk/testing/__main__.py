"""``python3 -m speckit_sdk.testing run [DIR]``: runs a plugin's tests, with pytest if it is installed, else with unittest."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from importlib.util import find_spec

from .._runtime.loading import prepare_path
from .results import Results

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def main(arguments: list[str] | None = None) -> int:
    """0 when all tests passed, 1 when one failed or there was none, 2 for bad usage."""
    options = _parse(arguments)
    package = os.path.abspath(options.directory)
    if not os.path.isdir(package):
        print(f"error: there is no folder {options.directory}", file=sys.stderr)
        return 2
    os.chdir(package)
    prepare_path(package)
    results = Results(package)
    started = time.perf_counter()
    coverage = _start_coverage(package) if options.coverage else None
    try:
        _runner(options.unittest)(package, options.pattern, results)
    finally:
        if coverage is not None:
            coverage.stop()
    if coverage is not None:
        results.coverage = coverage.report()
    _write(options, results, time.perf_counter() - started)
    if not results.tests:
        print(f"error: no tests: write test_*.py into {os.path.join(package, 'tests')}", file=sys.stderr)
    return 0 if results.tests and not results.count("failed") else 1


def _parse(arguments: list[str] | None) -> Any:
    parser = argparse.ArgumentParser(prog="speckit_sdk.testing", description="Runs a plugin's tests.")
    parser.add_argument("command", choices=["run"])
    parser.add_argument("directory", metavar="DIR", nargs="?", default=".", help="the plugin's folder (default: this one)")
    parser.add_argument("--coverage", action="store_true", help="measure line coverage of the plugin's own files")
    parser.add_argument("--json", metavar="FILE", help="write the results as JSON; - is standard output")
    parser.add_argument("--junit", metavar="FILE", help="write the results as JUnit's XML")
    parser.add_argument("--pattern", default="test*.py", help="the names of the files with tests (default: test*.py)")
    parser.add_argument("--unittest", action="store_true", help="use unittest even if pytest is installed")
    # Else 'run --coverage DIR' would not find its folder.
    options = parser.parse_intermixed_args(arguments)
    # Before the current folder changes.
    for name in ("json", "junit"):
        value = getattr(options, name)
        setattr(options, name, os.path.abspath(value) if value and value != "-" else value)
    return options


def _runner(unittest: bool) -> Any:
    if not unittest and find_spec("pytest") is not None:
        from .pytest_run import run as run_pytest

        return run_pytest
    from .unittest_run import run

    return run


def _start_coverage(package: str) -> Any:
    if find_spec("coverage") is not None:
        from .coverage_py import CoveragePy

        measured: Any = CoveragePy(package)
    else:
        from .coverage import Coverage

        measured = Coverage(package)
    measured.start()
    return measured


def _write(options: Any, results: Results, seconds: float) -> None:
    results.print(seconds, sys.stderr if options.json == "-" else sys.stdout)
    text = json.dumps(results.to_json(), ensure_ascii=False, indent=2) + "\n"
    if options.json == "-":
        sys.stdout.write(text)
    elif options.json:
        _replace(options.json, text)
    if options.junit:
        _replace(options.junit, results.to_junit(seconds))


def _replace(path: str, text: str) -> None:
    beside = f"{path}.new"
    with open(beside, "w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write(text)
    os.replace(beside, path)


if __name__ == "__main__":
    sys.exit(main())
