"""Personas, squads, stacks, sandboxes, phases and results."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import pathlib
import subprocess
import sys
import tempfile
import unittest
from typing import Any, NamedTuple

from speckit_sdk import AgentPersona, Config, Squad, StackTemplate, WorkflowPhase, file_template, phase_hook
from speckit_sdk._runtime.results import ResultError, to_json
from speckit_sdk._runtime.suggest import distance, suggest
from speckit_sdk.events.patterns import matches
from speckit_sdk.security.sandbox import SandboxConfig
from speckit_sdk.stacks import Scaffolder
from speckit_sdk.stacks.scaffolder import kebab_case, pascal_case, snake_case
from speckit_sdk.testing import mock_context
from tests.host import Plugin, environment

AGENTS = '''
from speckit_sdk.agents import AgentPersona, Squad

class Engineer(AgentPersona):
    name = "ml-engineer"
    description = 'Trains: "models"'
    persona = """
    You train models.
      - well
    """
    tools = ["Read", "Grep"]

class Scientist(AgentPersona):
    name = "data-scientist"
    description = "Looks at data"
    persona_file = "personas/scientist.md"

class Team(Squad):
    name = "ml-squad"
    description = "Build models together"
    members = [Engineer, "data-scientist"]
    lead = "data-scientist"
'''


class AgentTest(unittest.TestCase):
    def export(self, package: pathlib.Path, *more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-B", "-m", "speckit_sdk.agents", "export", str(package), *more]
        return subprocess.run(command, env=environment(), capture_output=True, text=True, encoding="utf-8", timeout=60)

    def test_export_writes_personas_and_squads(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            package = pathlib.Path(folder)
            (package / "src" / "agents").mkdir(parents=True)
            (package / "personas").mkdir()
            (package / "personas" / "scientist.md").write_text("You look at data.\n")
            (package / "src" / "agents" / "all.py").write_text(AGENTS)
            self.assertEqual(self.export(package, "--check").returncode, 1)
            run = self.export(package)
            self.assertEqual(run.stdout.split(), ["agents/ml-engineer.md", "agents/data-scientist.md", "agents/ml-squad.md"], run.stderr)
            self.assertEqual(
                (package / "agents" / "ml-engineer.md").read_text(),
                '---\nname: "ml-engineer"\ndescription: "Trains: \\"models\\""\ntools: "Read, Grep"\n---\n\nYou train models.\n  - well\n',
            )
            self.assertIn("- data-scientist (leads)\n", (package / "agents" / "ml-squad.md").read_text())
            self.assertIn("You look at data.", (package / "agents" / "data-scientist.md").read_text())
            self.assertEqual(self.export(package, "--check").returncode, 0)

    def test_export_of_nothing_and_of_broken_code_says_so(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            package = pathlib.Path(folder)
            self.assertIn("no AgentPersona or Squad class", self.export(package).stderr)
            (package / "agents").mkdir()
            (package / "agents" / "a.py").write_text("import no_such_module\n")
            run = self.export(package)
            self.assertEqual(run.returncode, 2)
            self.assertIn("No module named 'no_such_module'", run.stderr)

    def test_what_is_missing_is_said(self) -> None:
        for kind, values, message in (
            (AgentPersona, {"name": "a"}, "needs a name and a description"),
            (AgentPersona, {"name": "a", "description": "d"}, "has no text"),
            (Squad, {"name": "a", "description": "d"}, "has no members"),
            (Squad, {"name": "a", "description": "d", "members": ["x"], "lead": "y"}, "the lead 'y'"),
        ):
            with self.subTest(message), self.assertRaisesRegex(ValueError, message):
                type("Some", (kind,), values)().to_markdown()


class StackTest(unittest.TestCase):
    def test_scaffolder_fills_texts_and_trees(self) -> None:
        with tempfile.TemporaryDirectory() as folder, mock_context(project="my-shop", package_dir=folder) as ctx:
            tree = pathlib.Path(folder) / "templates" / "{{module_name}}"
            tree.mkdir(parents=True)
            (tree / "main.py.template").write_text("# {{ project_title }} {{stack.backend}}\n")
            scaffolder = Scaffolder(ctx, {"stack": {"backend": "fastapi"}})
            scaffolder.directories(["{{module_name}}/api"])
            self.assertEqual(scaffolder.tree("templates"), ["my_shop/main.py"])
            self.assertEqual(ctx.project.file_text("my_shop/main.py"), "# My Shop fastapi\n")
            with self.assertRaisesRegex(KeyError, "stack.frontend"):
                scaffolder.render("{{stack.frontend}}")

    def test_names(self) -> None:
        for name in ("userAccount", "user-account", "User account", "USER_ACCOUNT"):
            self.assertEqual((snake_case(name), kebab_case(name), pascal_case(name)), ("user_account", "user-account", "UserAccount"))
        self.assertEqual(snake_case("HTTPServer2"), "http_server_2")

    def test_templates_of_base_classes_come_first_and_may_be_replaced(self) -> None:
        class Base(StackTemplate):
            @file_template("a.txt")
            def a(self, ctx: Any) -> str:
                return "base"

            @file_template("{project_name}/b.txt")
            def b(self, ctx: Any) -> str:
                return "b"

        class More(Base):
            @file_template("a.txt")
            def a(self, ctx: Any) -> str:
                return "more"

        with mock_context(project="p") as ctx:
            self.assertEqual(More().render_templates(ctx), {"a.txt": "more", "p/b.txt": "b"})
            self.assertEqual(More().generate_templates(ctx), ["a.txt", "p/b.txt"])

    def test_stack_served_to_a_host(self) -> None:
        source = """
from speckit_sdk import StackTemplate
class Mine(StackTemplate):
    dependencies = ["a>=1"]
    def is_compatible(self, kind, wanted): return kind == "api", "only for APIs"
    def scaffold(self, ctx, spec): return {"a.txt": spec["name"]}
"""
        entry = {"handler": "stack:mine", "path": "s.py"}
        with Plugin({"s.py": source}, [entry]) as plugin:
            answer = plugin.call("stack/isCompatible", name="mine", context={"outcomeType": "web"})
            self.assertEqual(answer, {"compatible": False, "reason": "only for APIs"})
            self.assertEqual(plugin.call("stack/scaffold", name="mine", context={"spec": {"name": "n"}}), {"files": {"a.txt": "n"}})
            self.assertEqual(plugin.call("stack/configuration", name="mine")["configuration"]["dependencies"], ["a>=1"])


class ServedTest(unittest.TestCase):
    def test_functions_serve_what_classes_do(self) -> None:
        source = """
def sync(context, direction): return {"created": 2, "message": direction}
def check(files, rules): return [{"rule": "r", "title": f.read_text(), "file": str(f)} for f in files], {"n": 1}
def values(name): return {"for": name}
def process(content): return content.upper()
def validate(spec): return ["no name"] if "name" not in spec else None
async def gate(ctx, feature): return {"continue": False, "message": f"wait, {feature}"}
"""
        names = {"integration:i": "sync", "guardrail:g": "check", "context:c": "values", "postProcessor:p": "process", "outcome:o": "validate", "phase:plan:before": "gate"}
        entries = [{"handler": handler, "path": "e.py", "member": member} for handler, member in names.items()]
        with Plugin({"e.py": source}, entries, verify=True) as plugin:
            plugin.answers["project/readFile"] = {"content": "x"}
            self.assertEqual(plugin.handlers, list(names))
            self.assertEqual(plugin.call("integration/sync", direction="push")["created"], 2)
            self.assertEqual(plugin.call("guardrail/check", files=["a"])["metrics"], {"n": 1})
            self.assertEqual(plugin.call("template/context", name="c"), {"context": {"for": "c"}})
            self.assertEqual(plugin.call("template/postProcess", name="p", content="a"), {"content": "A"})
            problems = plugin.call("outcome/validate", type="o", document={})["problems"]
            self.assertEqual(problems, [{"severity": "error", "message": "no name", "path": None}])
            self.assertEqual(plugin.call("outcome/validate", type="o", document={"name": 1}), {"problems": []})
            self.assertEqual(plugin.call("phase/before", phase="plan", feature="f"), {"continue": False, "message": "wait, f"})

    def test_phase_hooks_run_in_their_order(self) -> None:
        class Base(WorkflowPhase):
            @phase_hook("before")
            def one(self, ctx: Any) -> None: ...

        class More(Base):
            @phase_hook("after")
            @phase_hook("before")
            def two(self, ctx: Any) -> None: ...

        self.assertEqual((More.hooks("before"), More.hooks("after"), More.hooks("replace")), (["one", "two"], ["two"], []))
        with self.assertRaisesRegex(ValueError, "'during'"):
            phase_hook("during")


class SandboxTest(unittest.TestCase):
    def test_what_cannot_be_is_refused(self) -> None:
        for config, message in (
            ({"timout": 1}, "no 'timout'. Did you mean timeout"),
            ({"timeout": 0}, "above 0"),
            ({"timeout": True}, "above 0"),
            ({"network": {"blocked_ports": [0]}}, "from 1 to 65535"),
            ({"network": {"allowed_host": []}}, "network.allowed_host"),
            ({"filesystem": {"read": "/"}}, "must be a list"),
        ):
            with self.subTest(message), self.assertRaisesRegex(ValueError, message):
                SandboxConfig.from_dict(config)

    def test_hosts_and_paths(self) -> None:
        config = SandboxConfig(allowed_hosts=["*.example.com", "A.test"], read=["/srv/a"], blocked=["/srv/a/secret"])
        for host, allowed in (("x.example.com", True), ("example.com", False), ("xexample.com", False), ("a.TEST.", True)):
            self.assertIs(config.allows_host(host), allowed, host)
        self.assertTrue(config.allows_read("/srv/a/b"))
        for path in ("/srv/ab", "/srv/a/../b", "/srv/a/secret/x"):
            self.assertFalse(config.allows_read(path), path)
        self.assertFalse(SandboxConfig().allows_host("example.com"))


class ResultTest(unittest.TestCase):
    def test_objects_of_all_kinds_become_json(self) -> None:
        class Colour(enum.Enum):
            RED = "red"

        @dataclasses.dataclass
        class Data:
            a: int
            _hidden: int = 2

        class Point(NamedTuple):
            x: int

        class Slots:
            __slots__ = ("s", "unset")

            def __init__(self) -> None:
                self.s = 1

        class Own:
            def to_dict(self) -> dict[str, Any]:
                return {"own": Data(1)}

        class Text(str):
            pass

        value = [Colour.RED, Data(1), Point(2), Slots(), Own(), Text("t"), {1: {2, 1}}, pathlib.PurePosixPath("a/b"), (x for x in "ab")]
        value += [datetime.date(2026, 1, 2), Config({"c": 1}), True, 1.5, None]
        self.assertEqual(
            to_json(value),
            ["red", {"a": 1}, {"x": 2}, {"s": 1}, {"own": {"a": 1}}, "t", {"1": [1, 2]}, "a/b", ["a", "b"], "2026-01-02", {"c": 1}, True, 1.5, None],
        )

    def test_what_is_no_json_is_said(self) -> None:
        for value in (float("nan"), b"x", print, int):
            with self.subTest(value), self.assertRaises(ResultError):
                to_json({"a": [value]})


class SmallTest(unittest.TestCase):
    def test_patterns_of_events(self) -> None:
        for pattern, kind, fits in (
            ("a.b", "a.b", True), ("a.*", "a.b", True), ("a.*", "a.b.c", False), ("a.**", "a.b.c", True), ("a.**", "a", False),
            ("**", "a", True), ("*.c", "b.c", True), ("a.b", "a.b.c", False),
        ):  # fmt: skip
            self.assertIs(matches(pattern, kind), fits, (pattern, kind))

    def test_suggestions(self) -> None:
        self.assertEqual(distance("feature", "faeture"), 1)
        self.assertEqual(distance("", "abc"), 3)
        self.assertEqual(suggest("severty", ["severity", "verity"]), " Did you mean severity?")
        self.assertEqual(suggest("x", ["severity"]), "")
        self.assertEqual(suggest("x" * 1000, ["y" * 1000]), "")


if __name__ == "__main__":
    unittest.main()
