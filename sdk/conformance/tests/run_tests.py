#!/usr/bin/env python3
"""Tests of the suite itself: a right plugin passes every script, and for each script there is a wrong one that fails it."""

from __future__ import annotations

import argparse
import concurrent.futures
import fnmatch
import json
import os
import pathlib
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

import run as runner  # noqa: E402
import test_suite  # noqa: E402
from suite.package import Package, load_package  # noqa: E402
from suite.report import Outcome, write_junit  # noqa: E402
from suite.script import Script, load  # noqa: E402

# A wrong plugin often says nothing: its time limits are short, so that waiting for it costs little.
PATIENCE_WITH_MUTANTS = 0.4


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--junit", type=pathlib.Path)
    parser.add_argument("--filter", default="", help="part of a test's name")
    options = parser.parse_args()
    cases = [case for case in all_cases() if options.filter in case[0]]
    with concurrent.futures.ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        outcomes = list(pool.map(lambda case: check(*case), cases))
    outcomes += unit_tests(options.filter)
    for outcome in outcomes:
        if outcome.failure is not None:
            print(f"FAIL {outcome.name}\n    {outcome.failure}")
    failed = sum(outcome.failure is not None for outcome in outcomes)
    if options.junit:
        write_junit(options.junit, "conformance.suite", outcomes)
    print(f"{len(outcomes) - failed} passed, {failed} failed")
    return 1 if failed else 0


def all_cases() -> list[tuple]:
    """The reference with every script, then each mutant with the scripts that must notice it."""
    folder = HERE.parent / "scripts"
    scripts = [load(file, folder) for file in sorted(folder.glob("*.jsonl"))]
    mutants = json.loads((HERE / "mutants.json").read_text(encoding="utf-8"))
    cases: list[tuple] = [(f"reference passes {script.name}", script, "", False) for script in scripts]
    noticed = set()
    for mutant, patterns in mutants.items():
        for script in scripts:
            if any(fnmatch.fnmatchcase(script.name, pattern) for pattern in patterns):
                noticed.add(script.name)
                cases.append((f"{script.name} notices {mutant}", script, mutant, True))
    for script in scripts:
        if script.name not in noticed:
            cases.append((f"{script.name} can fail", script, None, True))
    return cases


def check(name: str, script: Script, mutant: str | None, wrong: bool) -> Outcome:
    started = time.monotonic()
    if mutant is None:
        return Outcome(name, "", 0, "no mutant of mutants.json is noticed by this script")
    patience = argparse.Namespace(patience=PATIENCE_WITH_MUTANTS if wrong else 5, verbose=False)
    failure = runner.run(script, reference(mutant), patience)
    if wrong:
        failure = None if failure is not None else "the script passes, though the plugin is wrong"
    return Outcome(name, script.about, time.monotonic() - started, failure)


def reference(mutant: str) -> Package:
    manifest = json.loads((HERE.parent / "manifest.json").read_text(encoding="utf-8"))
    package = load_package(HERE / "reference", manifest, HERE, [])
    package.environment["MUTANTS"] = mutant
    return package


def unit_tests(wanted: str) -> list[Outcome]:
    outcomes = []
    for test in unittest.defaultTestLoader.loadTestsFromModule(test_suite):
        for case in test:
            if wanted in case.id():
                result = unittest.TestResult()
                case.run(result)
                problems = result.failures + result.errors
                outcomes.append(Outcome(case.id(), "", 0, problems[0][1] if problems else None))
    return outcomes


if __name__ == "__main__":
    sys.exit(main())
