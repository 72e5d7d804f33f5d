"""Adds up the test results of one run; the last line is what continuous integration reads."""

import pathlib
import re
import sys
import xml.etree.ElementTree as tree

LEAST_COVERAGE = 85.0


def main() -> int:
    results, failed_runs = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    passed = failed = skipped = 0
    for file in sorted(results.rglob("*.trx")):
        counters = next(e for e in tree.parse(file).iter() if e.tag.endswith("Counters"))
        total, ok, executed = (int(counters.get(k)) for k in ("total", "passed", "executed"))
        passed, skipped, failed = passed + ok, skipped + total - executed, failed + executed - ok

    summary = (results / "coverage" / "Summary.txt").read_text()
    coverage = float(re.search(r"Line coverage: ([0-9.]+)%", summary)[1])
    if coverage < LEAST_COVERAGE:
        print(f"error: line coverage {coverage}% is below {LEAST_COVERAGE}%")
        failed += 1
    if failed_runs and not failed:
        print("error: a test run ended abnormally; see artifacts/test-results/output.log")
        failed += 1
    if passed == 0:
        print("error: no test ran")
        failed += 1
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


sys.exit(main())
