"""The package itself: its modules, its types, its size."""

from __future__ import annotations

import ast
import pathlib
import re
import subprocess
import sys
import unittest

import speckit_sdk
from tests import seed
from tests.host import SDK, environment

PACKAGE = SDK / "speckit_sdk"
LONGEST_FILE = 260
TREE = """
__init__ plugin workflows/__init__ workflows/phase workflows/context commands/__init__ commands/base commands/decorators
agents/__init__ agents/persona agents/squad stacks/__init__ stacks/template stacks/scaffolder events/__init__ events/bus events/types
context/__init__ context/plugin_context context/config security/__init__ security/capabilities security/sandbox
testing/__init__ migrations/__init__
"""


def sources() -> list[pathlib.Path]:
    return sorted(PACKAGE.rglob("*.py"))


class PackageTest(unittest.TestCase):
    def test_modules_of_the_design_are_there(self) -> None:
        for name in TREE.split():
            self.assertTrue((PACKAGE / f"{name}.py").is_file(), name)
        self.assertTrue((PACKAGE / "py.typed").is_file())

    def test_tree_here_is_the_text_s(self) -> None:
        folder = seed.folder()
        if folder is None:
            self.skipTest("the design's text (../shared/seeds) is not beside this repository")
        text = next(folder.glob("000*.txt")).read_text(encoding="utf-8")
        names = re.findall(r"[├└]── (\w+)\.py", text[text.index("### 7.1") : text.index("### 7.2")])
        self.assertEqual(sorted(names), sorted(name.rpartition("/")[2] for name in TREE.split()[:-2]))

    def test_only_the_standard_library_is_imported(self) -> None:
        allowed = {*sys.stdlib_module_names, "speckit_sdk", "pytest"}
        for file in sources():
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                names = [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []
                names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
                for name in names:
                    self.assertIn(str(name).partition(".")[0], allowed, file)

    def test_functions_are_typed_and_public_ones_documented(self) -> None:
        for file in sources():
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    where = f"{file.relative_to(SDK)}:{node.lineno} {node.name}"
                    self.assertIsNotNone(node.returns, where)
                    given = [*node.args.args, *node.args.kwonlyargs]
                    untyped = [a.arg for a in given if a.annotation is None and a.arg not in ("self", "cls")]
                    self.assertEqual(untyped, [], where)
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    self.assertIsNotNone(ast.get_docstring(node), f"{file.relative_to(SDK)}:{node.lineno} {node.name}")

    def test_files_fit_on_a_few_screens(self) -> None:
        for file in sources():
            self.assertLessEqual(len(file.read_text(encoding="utf-8").splitlines()), LONGEST_FILE, file)

    def test_everything_that_is_exported_is_there(self) -> None:
        for name in speckit_sdk.__all__:
            self.assertIsNotNone(getattr(speckit_sdk, name))
        self.assertIn("Command", dir(speckit_sdk))
        with self.assertRaises(AttributeError):
            speckit_sdk.NoSuchThing  # noqa: B018

    def test_version_is_the_package_s(self) -> None:
        text = (SDK / "pyproject.toml").read_text(encoding="utf-8")
        self.assertIn(f'version = "{speckit_sdk.__version__}"', text)

    def test_start_loads_nothing_that_is_slow(self) -> None:
        code = (
            "import sys, speckit_sdk._runtime.stdio, speckit_sdk._runtime.loading, speckit_sdk._runtime.peer, "
            "speckit_sdk._runtime.session; print(*sys.modules)"
        )
        run = subprocess.run([sys.executable, "-S", "-c", code], env=environment(), capture_output=True, text=True, timeout=30)
        slow = {"inspect", "dataclasses", "typing", "asyncio", "pathlib", "logging", "ast", "traceback", "unittest", "concurrent.futures"}
        self.assertEqual(slow & set(run.stdout.split()), set())

    @unittest.skipIf(sys.platform == "win32", "the time of other processes is not known there")
    def test_start_is_quick(self) -> None:
        import resource

        def least(*arguments: str) -> float:
            times = []
            for _ in range(7):
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                subprocess.run([sys.executable, "-S", *arguments], env=environment(), stdin=subprocess.DEVNULL, timeout=60)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            return min(times)

        # Processor time, for other work of the machine does not change it: usually 0.025 s without compiled files.
        self.assertLess(least("-m", "speckit_sdk", str(SDK)) - least("-c", "pass"), 0.1)


if __name__ == "__main__":
    unittest.main()
