"""Adds up the test results of one run; the last line is what continuous integration reads."""

import pathlib
import re
import sys
import xml.etree.ElementTree as tree

LEAST_COVERAGE = 85.0


MOST_LINES_OF_A_FAILURE = 30


def print_failures(root: tree.Element) -> None:
    """What failed and why: the log of another machine is often all there is to look at."""
    for result in (e for e in root.iter() if e.tag.endswith("UnitTestResult") and e.get("outcome") == "Failed"):
        print(f"FAILED {result.get('testName')}")
        texts = [e.text or "" for e in result.iter() if e.tag.endswith(("}Message", "}StackTrace"))]
        for line in "\n".join(texts).splitlines()[:MOST_LINES_OF_A_FAILURE]:
            print(f"    {line}")


def main() -> int:
    results, failed_runs = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    passed = failed = skipped = 0
    for file in sorted(results.rglob("*.trx")):
        root = tree.parse(file).getroot()
        counters = next(e for e in root.iter() if e.tag.endswith("Counters"))
        print_failures(root)
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
