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


def count_trx(file: pathlib.Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests of .NET."""
    root = tree.parse(file).getroot()
    counters = next(e for e in root.iter() if e.tag.endswith("Counters"))
    print_failures(root)
    total, ok, executed = (int(counters.get(k)) for k in ("total", "passed", "executed"))
    return ok, executed - ok, total - executed


def count_junit(code_file: pathlib.Path) -> tuple[int, int, int]:
    """The same of another runner. One that broke off, or says that it failed and not where, counts as a failure."""
    file, code = code_file.with_suffix(".xml"), code_file.read_text().strip()
    passed = failed = skipped = 0
    try:
        for case in tree.parse(file).getroot().iter("testcase"):
            bad = [e for e in case if e.tag in ("failure", "error")]
            if bad:
                print(f"FAILED {file.stem}: {case.get('name')}")
                for line in (bad[0].text or bad[0].get("message") or "").splitlines()[:MOST_LINES_OF_A_FAILURE]:
                    print(f"    {line}")
            failed += bool(bad)
            skipped += not bad and case.find("skipped") is not None
            passed += not bad and case.find("skipped") is None
    except (OSError, tree.ParseError) as error:
        print(f"error: {file.name}: {error}")
        failed += 1
    if not failed and (code != "0" or not passed):
        print(f"error: {file.stem} ended with {code} after {passed} tests; see artifacts/test-results/{file.stem}.log")
        failed += 1
    return passed, failed, skipped


def main() -> int:
    results, failed_runs = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    counts = [count_trx(file) for file in sorted(results.rglob("*.trx"))]
    counts += [count_junit(file) for file in sorted(results.glob("*.exit"))]
    passed, failed, skipped = (sum(part) for part in zip(*counts)) if counts else (0, 0, 0)

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
