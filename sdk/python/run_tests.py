"""Runs the SDK's tests: ``python3 run_tests.py [--junit FILE] [NAME…]``. 0 when all passed, 1 when not, 2 when there are none."""

from __future__ import annotations

import argparse
import os
import pathlib
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))

from speckit_sdk.testing.results import Results  # noqa: E402
from speckit_sdk.testing.unittest_run import Recorder  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs the tests of the Python SDK.")
    parser.add_argument("--junit", metavar="FILE", help="write the results as JUnit's XML")
    parser.add_argument("names", nargs="*", help="modules, classes or tests: tests.test_peer")
    options = parser.parse_args()
    junit = os.path.abspath(options.junit) if options.junit else None
    os.chdir(HERE)
    loader = unittest.TestLoader()
    suite = loader.loadTestsFromNames(options.names) if options.names else loader.discover("tests", top_level_dir=str(HERE))
    results = Results(str(HERE))
    started = time.perf_counter()
    suite.run(Recorder(results))
    seconds = time.perf_counter() - started
    results.print(seconds)
    if junit:
        pathlib.Path(junit).write_text(results.to_junit(seconds), encoding="utf-8")
    if not results.tests:
        return 2
    return 1 if results.count("failed") else 0


if __name__ == "__main__":
    sys.exit(main())
