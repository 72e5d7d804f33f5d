"""From the manifest's words to the object that serves them."""

from __future__ import annotations

import pathlib
import sys
import tempfile
import unittest
from typing import Any

from speckit_sdk._runtime.entrypoints import Entrypoint
from speckit_sdk._runtime.loading import load
from speckit_sdk.errors import EntrypointError

BOTH = """
from speckit_sdk.commands import Command, command
class One(Command):
    name = "x:one"
class Two(Command):
    name = "x:two"
instance = Two()
class Outer:
    class Inner(Command): pass
"""


class EntrypointTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.package = pathlib.Path(folder.name)
        sys.path.insert(0, folder.name)
        self.addCleanup(sys.path.remove, folder.name)
        before = set(sys.modules)
        self.addCleanup(lambda: [sys.modules.pop(name) for name in set(sys.modules) - before])

    def target(self, source: str, member: str | None, handler: str = "command:x:one", path: str = "entry/a.py") -> Any:
        file = self.package / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
        return Entrypoint(str(self.package), handler, path, member, None).target()

    def test_members(self) -> None:
        for member, kind in (("One", "One"), ("Two", "Two"), ("instance", "Two"), ("Outer.Inner", "Inner"), (None, "One"), ("run", "One")):
            with self.subTest(member):
                self.assertEqual(type(self.target(BOTH, member, path=f"m{member}.py".replace(".I", "I"))).__name__, kind)

    def test_only_class_of_the_file_serves_whatever_the_manifest_calls_it(self) -> None:
        source = "from speckit_sdk.commands import Command\nclass Scan(Command):\n    def run(self): pass\n"
        self.assertEqual(type(self.target(source, "run")).__name__, "Scan")

    def test_decorated_function_and_usual_function(self) -> None:
        source = "from speckit_sdk.commands import command\n@command('x:one')\ndef first(): pass\n@command('x:two')\ndef second(): pass\n"
        self.assertEqual(self.target(source, None).__name__, "first")
        self.assertEqual(self.target("def run(): pass\n", None, path="b.py").__name__, "run")

    def test_what_is_missing_is_said(self) -> None:
        for number, (source, member, message) in enumerate(
            (
                ("def rum(): pass\n", "run", "has no 'run' for command:x:one. Did you mean rum?"),
                ("x = 1\n", None, "needs a Command class, or a function 'run'"),
                (BOTH.replace("x:one", "x:1"), None, "has several classes for command:x:one: One, Two"),
                ("run = 5\n", "run", "has no 'run'"),
            )
        ):
            with self.subTest(message), self.assertRaises(EntrypointError) as caught:
                self.target(source, member, path=f"n{number}.py")
            self.assertIn(message, str(caught.exception))

    def test_unknown_kind_and_lost_file_are_said(self) -> None:
        with self.assertRaisesRegex(EntrypointError, "kind 'teapot'"):
            self.target("x = 1\n", None, "teapot:x")
        with self.assertRaisesRegex(EntrypointError, "no file gone.py"):
            load(str(self.package), "gone.py")

    def test_file_is_loaded_once_under_its_own_name(self) -> None:
        (self.package / "pkg").mkdir()
        (self.package / "pkg" / "mod.py").write_text("value = object()\n")
        module = load(str(self.package), "pkg/mod.py")
        self.assertIs(load(str(self.package), "pkg/mod.py"), module)
        self.assertIs(sys.modules["pkg.mod"], module)
        from pkg.mod import value  # type: ignore[import-not-found]

        self.assertIs(value, module.value)

    def test_file_whose_name_is_another_module_is_loaded_by_its_path(self) -> None:
        (self.package / "json.py").write_text("value = 'mine'\n")
        self.assertEqual(load(str(self.package), "json.py").value, "mine")
        import json

        self.assertTrue(hasattr(json, "dumps"))

    def test_file_that_fails_to_load_is_tried_again(self) -> None:
        file = self.package / "late.py"
        file.write_text("raise ValueError('no')\n")
        for _ in range(2):
            with self.assertRaises(ValueError):
                load(str(self.package), "late.py")
        file.write_text("x = 1  # mended\n")
        self.assertEqual(load(str(self.package), "late.py").x, 1)


if __name__ == "__main__":
    unittest.main()
