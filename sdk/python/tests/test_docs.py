"""The pages about this SDK: their code is the sample's, and the sample works."""

from __future__ import annotations

import importlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from tests.host import Plugin, environment
from tests.seed import REPOSITORY

SAMPLE = REPOSITORY / "docs" / "samples" / "python-todo-finder"
GUIDE = REPOSITORY / "docs" / "guide" / "writing-a-plugin-python.md"
REFERENCE = REPOSITORY / "docs" / "reference" / "sdk-python.md"


@unittest.skipUnless(SAMPLE.is_dir(), "the documentation is not beside this SDK")
class DocumentationTest(unittest.TestCase):
    def test_code_of_the_guide_is_the_sample_s(self) -> None:
        text = GUIDE.read_text(encoding="utf-8")
        sources = [file.read_text(encoding="utf-8") for file in SAMPLE.rglob("*") if file.suffix in (".py", ".yaml")]
        blocks = re.findall(r"^```(?:python|yaml)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
        self.assertGreaterEqual(len(blocks), 6)
        for block in blocks:
            self.assertTrue(any(block in source for source in sources), block)

    def test_modules_of_the_reference_have_what_it_says(self) -> None:
        rows = re.findall(r"^\| `(speckit_sdk\.\w+)` \| (.*) \|$", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)
        self.assertGreaterEqual(len(rows), 14)
        for module, names in rows:
            for name in re.findall(r"`(\w+)`", names):
                self.assertTrue(hasattr(importlib.import_module(module), name), f"{module}.{name}")

    def test_sample_passes_its_tests(self) -> None:
        run = subprocess.run(
            [sys.executable, "-B", "-m", "speckit_sdk.testing", "run", "--coverage", "--json", "-", str(SAMPLE)],
            env=environment(), capture_output=True, text=True, encoding="utf-8", timeout=60,
        )  # fmt: skip
        report = json.loads(run.stdout)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual({test["outcome"] for test in report["tests"]}, {"passed"})
        self.assertGreaterEqual(report["coverage"]["percent"], 85)

    def test_sample_serves_what_its_manifest_names(self) -> None:
        entries = [
            {"handler": "command:todo-py:list", "path": "src/commands/todo_list.py", "member": "ListCommand"},
            {"handler": "hook:plugin.todo.found", "path": "src/hooks/found.py", "member": "on_found"},
            {"handler": "phase:implement:after", "path": "src/workflows/todo_gate.py", "member": "TodoGate"},
        ]
        manifest = (SAMPLE / "plugin.yaml").read_text(encoding="utf-8")
        for entry in entries:
            self.assertIn(f"{entry['path']}:{entry['member']}", manifest)
        with tempfile.TemporaryDirectory() as folder:
            package = pathlib.Path(folder) / "package"
            shutil.copytree(SAMPLE, package)
            files = {str(file.relative_to(package)): file.read_text(encoding="utf-8") for file in package.rglob("*.py")}
        with Plugin(files, entries, verify=True) as plugin:
            plugin.answers.update({"project/glob": {"files": ["a.py"]}, "project/readFile": {"content": "# TODO x"}, "events/emit": {"id": "e"}})
            self.assertEqual(plugin.handlers, [entry["handler"] for entry in entries])
            self.assertEqual(plugin.run("todo-py:list", limit="5"), {"result": {"found": 1}, "exitCode": 1})
            self.assertEqual(plugin.fail("command/run", name="todo-py:list", options={"limit": "0"})["code"], -32602)


if __name__ == "__main__":
    unittest.main()
