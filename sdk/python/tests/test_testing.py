"""The runner of plugins' tests: outcomes, JSON, JUnit, coverage."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import types
import unittest
import xml.etree.ElementTree
from typing import Any
from unittest import mock

from speckit_sdk.testing.coverage import Coverage, summary
from speckit_sdk.testing.lines import FileLines, files_of
from speckit_sdk.testing.results import Results
from tests.host import environment

TESTS = '''
import sys
import unittest
from src.code import double, worker

class Some(unittest.TestCase):
    def test_good(self):
        print("not shown")
        self.assertEqual(double(2), 4)
    def test_bad(self):
        print("shown when it fails")
        self.assertEqual(double(2), 5)
    def test_error(self):
        raise KeyError("oops")
    @unittest.skip("not today")
    def test_skipped(self):
        pass
    @unittest.expectedFailure
    def test_known(self):
        self.fail()
    def test_parts(self):
        for n in range(3):
            with self.subTest(n=n):
                self.assertNotEqual(n, 1)
    def test_thread(self):
        worker()

class Broken(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise RuntimeError("no set-up")
    def test_never(self):
        pass

def test_function():
    assert double(1) == 2
'''

CODE = '''"""A module."""
import threading
TYPE_CHECKING = False
if TYPE_CHECKING:
    import nothing


def double(n):
    """Twice."""
    if n > 100:
        raise ValueError(
            "too much"
        )
    return (
        n
        * 2
    )


def worker():
    thread = threading.Thread(target=inner)
    thread.start()
    thread.join()


def inner():
    done = 1


def never():  # pragma: no cover
    return 1
'''


class Package(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.package = pathlib.Path(folder.name)

    def write(self, files: dict[str, str]) -> None:
        for path, text in files.items():
            file = self.package / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def run_tests(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-B", "-m", "speckit_sdk.testing", "run", "--unittest", *arguments]
        return subprocess.run(
            command, cwd=self.package, env=environment(), capture_output=True, text=True, encoding="utf-8", timeout=60
        )


class RunTest(Package):
    def test_outcomes_of_all_kinds(self) -> None:
        self.write({"src/code.py": CODE, "src/unused.py": "x = 1\ny = 2\n", "tests/test_some.py": TESTS, "tests/test_lost.py": "import lost\n"})
        run = self.run_tests("--coverage", "--json", "out.json", "--junit", "out.xml")
        self.assertEqual(run.returncode, 1, run.stderr)
        report = json.loads((self.package / "out.json").read_text(encoding="utf-8"))
        outcomes = {test["name"]: test["outcome"] for test in report["tests"]}
        self.assertEqual(
            outcomes,
            {
                "test_good": "passed", "test_bad": "failed", "test_error": "failed", "test_skipped": "skipped",
                "test_known": "passed", "test_parts": "failed", "test_thread": "passed", "test_function": "passed",
                "setUpClass": "failed", "import": "failed",
            },
        )  # fmt: skip
        by_name = {test["name"]: test for test in report["tests"]}
        self.assertEqual(set(by_name["test_bad"]), {"file", "name", "outcome", "seconds", "message"})
        self.assertEqual(by_name["test_bad"]["file"], "tests/test_some.py")
        self.assertIn("shown when it fails", by_name["test_bad"]["message"])
        self.assertIn("(n=1)", by_name["test_parts"]["message"])
        self.assertEqual(by_name["test_skipped"]["message"], "not today")
        self.assertIn("lost", by_name["import"]["message"])
        self.assertNotIn("not shown", run.stdout)
        self.assertIn("Results: 4 passed, 5 failed, 1 skipped", run.stdout)
        self.check_coverage(report["coverage"])
        cases = xml.etree.ElementTree.parse(self.package / "out.xml").getroot()
        self.assertEqual((cases.get("tests"), cases.get("failures"), cases.get("skipped")), ("10", "5", "1"))

    def check_coverage(self, coverage: dict[str, Any]) -> None:
        # Of the code: docstring, import, two assignments and ifs, three defs, and their bodies but for one raise.
        self.assertEqual(coverage["files"]["src/code.py"], {"covered": 13, "total": 14})
        self.assertEqual(coverage["files"]["src/unused.py"], {"covered": 0, "total": 2})
        self.assertEqual(coverage["percent"], 81.2)
        self.assertEqual(set(coverage["files"]), {"src/code.py", "src/unused.py"})

    def test_json_alone_on_standard_output(self) -> None:
        self.write({"tests/__init__.py": "", "tests/test_a.py": "def test_a():\n    print('x')\n"})
        run = self.run_tests("--json", "-")
        self.assertEqual(json.loads(run.stdout)["tests"][0]["outcome"], "passed")
        self.assertEqual(run.returncode, 0)
        self.assertNotIn("coverage", json.loads(run.stdout))

    def test_no_tests_and_no_folder_are_errors(self) -> None:
        run = self.run_tests("--json", "-")
        self.assertEqual((run.returncode, json.loads(run.stdout)), (1, {"tests": []}))
        self.assertIn("no tests", run.stderr)
        self.assertEqual(self.run_tests("no-such-folder").returncode, 2)
        self.assertEqual(self.run_tests("--no-such-option").returncode, 2)

    def test_pattern_chooses_files_and_a_test_that_exits_is_a_failure(self) -> None:
        self.write({"tests/test_a.py": "def test_a(): pass\n", "tests/check_b.py": "import sys\ndef test_b():\n    sys.exit(0)\n"})
        run = self.run_tests("--pattern", "check_*.py", "--json", "-")
        self.assertEqual([test["name"] for test in json.loads(run.stdout)["tests"]], ["test_b"])
        self.assertEqual((run.returncode, json.loads(run.stdout)["tests"][0]["outcome"]), (1, "failed"))

    def test_import_that_one_test_makes_is_there_for_the_others(self) -> None:
        source = """
from speckit_sdk.testing import PluginTestCase
class Some(PluginTestCase):
    def test_a(self):
        from src.code import double
        assert double(1) == 2
    def test_b(self):
        assert double(2) == 4
    def test_c(self):
        assert nowhere(2) == 4
"""
        self.write({"plugin.yaml": "", "src/code.py": CODE, "tests/test_some.py": source})
        tests = json.loads(self.run_tests("--json", "-").stdout)["tests"]
        self.assertEqual([test["outcome"] for test in tests], ["passed", "passed", "failed"])
        self.assertIn("NameError", tests[2]["message"])


class LinesTest(Package):
    def test_own_files_are_those_that_are_no_tests(self) -> None:
        names = ["src/a.py", "b.py", "tests/test_a.py", "src/test_b.py", "vendor/c.py", ".venv/d.py", "conftest.py", "src/e.txt", "migrations/1.0_to_2.py"]
        self.write(dict.fromkeys(names, ""))
        self.assertEqual(files_of(str(self.package)), ["b.py", "migrations/1.0_to_2.py", "src/a.py"])

    def test_statements_are_known_by_their_first_line(self) -> None:
        source = b"@a\n@b(\n  1)\ndef f(\n  x,\n):\n  return [\n    x,\n  ]\nclass C:\n  y = 1\ntry:\n  z = 1\nexcept E:\n  pass\nmatch z:\n  case 1:\n    w = 2\n"
        lines = FileLines(source, "x.py")
        self.assertTrue({4, 7, 10, 11, 12, 13, 16, 18} <= lines.statements, lines.statements)
        self.assertEqual(lines.covered({1, 8, 9}), 2)

    def test_percentage_is_rounded_down(self) -> None:
        self.assertEqual(summary({"a": {"covered": 8499, "total": 10000}})["percent"], 84.9)
        self.assertEqual(summary({})["percent"], 100.0)

    def test_monitoring_is_used_where_python_has_it(self) -> None:
        # The interpreter of this test may be older: this checks the use of PEP 669, not Python.
        self.write({"a.py": "x = 1\ny = 2\n"})
        calls: list[Any] = []
        monitoring = types.SimpleNamespace(
            COVERAGE_ID=1, PROFILER_ID=2, OPTIMIZER_ID=5, DISABLE=object(), events=types.SimpleNamespace(LINE=32),
            get_tool=lambda tool: "coverage" if tool == 1 else None,
            use_tool_id=lambda *a: calls.append(("use", *a)),
            register_callback=lambda *a: calls.append(a),
            set_events=lambda *a: calls.append(("events", *a)),
            free_tool_id=lambda *a: calls.append(("free", *a)),
        )  # fmt: skip
        coverage = Coverage(str(self.package))
        with mock.patch.object(sys, "monitoring", monitoring, create=True):
            coverage.start()
            code = compile("x = 1", str(self.package / "a.py"), "exec")
            self.assertIs(calls[1][2](code, 1), monitoring.DISABLE)
            self.assertIs(calls[1][2](compile("x = 1", "/elsewhere.py", "exec"), 1), monitoring.DISABLE)
            coverage.stop()
        self.assertEqual(calls[0], ("use", 2, "speckit_sdk"))
        self.assertEqual(calls[-1], ("free", 2))
        self.assertEqual(coverage.report()["files"], {"a.py": {"covered": 1, "total": 2}})

    def test_junit_of_texts_that_xml_has_not(self) -> None:
        results = Results(str(self.package))
        results.add("a.py", 'quote " & <tag>', "failed", 0.1, "\x00 \x1b[31m \ud800 é")
        root = xml.etree.ElementTree.fromstring(results.to_junit(0.1).encode())
        self.assertEqual(root[0][0].get("name"), 'quote " & <tag>')


FAKE_PYTEST = """
from types import SimpleNamespace as Report
def main(arguments, plugins):
    print("written by pytest", arguments[0])
    recorder = plugins[0]
    def tell(node, when, outcome, longrepr=None, duration=0.25):
        recorder.pytest_runtest_logreport(Report(nodeid=node, when=when, outcome=outcome, longrepr=longrepr, duration=duration))
    for node, outcome, longrepr in (
        ("tests/test_a.py::TestA::test_one", "passed", None),
        ("tests/test_a.py::test_two[x-y]", "failed", "assert 1 == 2"),
    ):
        tell(node, "setup", "passed")
        tell(node, "call", outcome, longrepr)
        tell(node, "teardown", "passed")
    tell("tests/test_a.py::test_three", "setup", "skipped", ("tests/test_a.py", 3, "Skipped: not today"))
    tell("tests/test_a.py::test_three", "teardown", "passed")
    recorder.pytest_collectreport(Report(nodeid="tests/test_b.py", failed=True, longrepr="ImportError"))
    recorder.pytest_collectreport(Report(nodeid="tests", failed=False, longrepr=None))
    return 1
"""

FAKE_COVERAGE = """
class Coverage:
    def __init__(self, data_file, config_file, source): self.source = source
    def start(self): print("coverage starts")
    def stop(self): pass
    def analysis2(self, file):
        return file, [1, 2, 3], [], [3], "3"
"""


class OtherToolsTest(Package):
    """With stand-ins of pytest and coverage.py, which this machine may not have: what is asked of them, and what is made of it."""

    def test_pytest_and_coverage_py_are_used_where_they_are(self) -> None:
        self.write({"tools/pytest.py": FAKE_PYTEST, "tools/coverage.py": FAKE_COVERAGE, "plugin/src/a.py": "x = 1\ny = 2\nz = 3\n"})
        with_tools = environment()
        with_tools["PYTHONPATH"] += f"{os.pathsep}{self.package / 'tools'}"
        run = subprocess.run(
            [sys.executable, "-B", "-m", "speckit_sdk.testing", "run", "--coverage", "--json", "-", "plugin"],
            cwd=self.package, env=with_tools, capture_output=True, text=True, encoding="utf-8", timeout=60,
        )  # fmt: skip
        report = json.loads(run.stdout.replace("coverage starts\n", ""))
        self.assertEqual(
            [(test["file"], test["name"], test["outcome"], test["seconds"], test["message"]) for test in report["tests"]],
            [
                ("tests/test_a.py", "test_one", "passed", 0.5, ""),
                ("tests/test_a.py", "test_two[x-y]", "failed", 0.5, "assert 1 == 2"),
                ("tests/test_a.py", "test_three", "skipped", 0.25, "Skipped: not today"),
                ("tests/test_b.py", "import", "failed", 0.0, "ImportError"),
            ],
        )
        self.assertEqual(report["coverage"], {"percent": 66.6, "files": {"src/a.py": {"covered": 2, "total": 3}}})
        self.assertIn("written by pytest", run.stderr)
        self.assertEqual(run.returncode, 1)


if __name__ == "__main__":
    unittest.main()
