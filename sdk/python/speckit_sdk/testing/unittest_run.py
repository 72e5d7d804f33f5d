"""Runs tests with ``unittest``."""

from __future__ import annotations

import os
import sys
import time
import traceback
import types
import unittest

from .results import Results

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Loader(unittest.TestLoader):
    """Takes functions ``test_…()`` of a module as tests, too, as pytest does."""

    def loadTestsFromModule(self, module: types.ModuleType, *args: Any, **options: Any) -> unittest.TestSuite:
        """The classes and functions of a module."""
        suite = super().loadTestsFromModule(module, *args, **options)
        for name, value in list(vars(module).items()):
            own = isinstance(value, types.FunctionType) and value.__module__ == module.__name__
            if own and name.startswith(self.testMethodPrefix) and not value.__code__.co_argcount:
                suite.addTest(unittest.FunctionTestCase(value))
        return suite


class Recorder(unittest.TestResult):
    """Notes the outcome and the time of each test."""

    def __init__(self, results: Results) -> None:
        super().__init__()
        # What a test prints is shown when it fails.
        self.buffer = True
        self._results = results
        self._started = 0.0
        self._message = ""
        self._outcome = ""

    def startTest(self, test: unittest.TestCase) -> None:
        """A test begins."""
        super().startTest(test)
        self._started, self._outcome, self._message = time.perf_counter(), "passed", ""

    def stopTest(self, test: unittest.TestCase) -> None:
        """It ended."""
        self._add(test, time.perf_counter() - self._started)
        super().stopTest(test)
        self._outcome = ""

    def addError(self, test: Any, err: Any) -> None:
        """It raised something."""
        super().addError(test, err)
        self._fail(test, self.errors[-1][1])

    def addFailure(self, test: Any, err: Any) -> None:
        """An assertion does not hold."""
        super().addFailure(test, err)
        self._fail(test, self.failures[-1][1])

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:
        """A part of it ended."""
        super().addSubTest(test, subtest, err)
        if err is not None:
            text = "".join(traceback.format_exception(*err))
            self._fail(test, f"{self._message}\n{subtest._subDescription()}: {text}".strip())

    def addSkip(self, test: Any, reason: str) -> None:
        """It was not run."""
        super().addSkip(test, reason)
        alone = not self._outcome
        self._outcome, self._message = "skipped", reason
        if alone:
            self._add(test, 0.0)

    def addUnexpectedSuccess(self, test: Any) -> None:
        """It should have failed."""
        super().addUnexpectedSuccess(test)
        self._fail(test, "the test was expected to fail, and passed")

    def _fail(self, test: Any, message: str) -> None:
        alone = not self._outcome
        self._outcome, self._message = "failed", message
        if alone:
            # The setting up of a class or a module failed: there is no test around it.
            self._add(test, 0.0)
            self._outcome = ""

    def _add(self, test: Any, seconds: float) -> None:
        file, name = _place_of(test)
        self._results.add(file, name, self._outcome, seconds, self._message)


def run(package: str, pattern: str, results: Results) -> None:
    """Runs the tests of a plugin."""
    start = os.path.join(package, "tests")
    if not os.path.isdir(start):
        start = package
    is_package = os.path.isfile(os.path.join(start, "__init__.py"))
    top = package if start == package or is_package else start
    loader = Loader()
    suite = loader.discover(start, pattern, top_level_dir=top)
    out, err = sys.stdout, sys.stderr
    try:
        suite.run(Recorder(results))
    finally:
        sys.stdout, sys.stderr = out, err


def _place_of(test: Any) -> tuple[str, str]:
    name = getattr(test, "_testMethodName", "")
    if isinstance(test, unittest.FunctionTestCase):
        function = test._testFunc  # type: ignore[attr-defined]
        return function.__code__.co_filename, function.__name__
    if type(test).__name__ == "_FailedTest":
        # A module that cannot be imported: unittest names it with dots.
        return f"{name.replace('.', '/')}.py", "import"
    if not name:
        words = str(test.id() if hasattr(test, "id") else test)
        return words.rpartition("(")[2].rstrip(")"), words.partition(" ")[0]
    module = sys.modules.get(type(test).__module__)
    return getattr(module, "__file__", None) or type(test).__module__, name


