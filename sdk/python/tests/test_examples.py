"""Every Python example of the design's text runs as it is written.

Only what the text itself leaves undefined is added, by name, from outside the example.
"""

from __future__ import annotations

import pathlib
import subprocess
import sys
import tempfile
import types
import unittest
from typing import Any

from speckit_sdk.agents import AgentPersona
from speckit_sdk.errors import CapabilityDeniedError, RefusedError
from speckit_sdk.events import Event, EventBus
from speckit_sdk.plugin import Plugin, PluginManifest
from speckit_sdk.security.sandbox import SandboxConfig
from speckit_sdk.testing import mock_context, run_command
from tests import host, seed

NUMBER_OF_EXAMPLES = 12


class Problem:
    """What a scanner finds; the text names its attributes."""

    def __init__(self, number: int, title: str, severity: str) -> None:
        self.id = f"finding-{number}"
        self.title = title
        self.severity = severity
        self.description = f"{title}: a secret is in the code"

    def to_dict(self) -> dict[str, Any]:
        return {"id": self.id, "title": self.title, "severity": self.severity}


def scan(self: Any, files: Any, severity: str = "medium") -> list[Problem]:
    """The helper ``self.scan`` of the text."""
    texts = [file.read_text() for file in files]
    return [Problem(i, f"hardcoded password in {files[i]}", "high") for i, text in enumerate(texts) if "'hardcoded'" in text]


SCAN_SOURCE = '''
class Problem:
    def __init__(self, file):
        self.id = "finding-1"
        self.title = f"hardcoded password in {file}"
        self.severity = "high"
        self.description = "a hardcoded password"

def scan(self, files, severity):
    return [Problem(file) for file in files if "'hardcoded'" in file.read_text()]

SecurityScanCommand.scan = scan
'''


class ExampleTest(unittest.TestCase):
    def example(self, section: str, beginning: str = "") -> str:
        code = seed.example(section, beginning)
        if code is None:
            self.skipTest("the design's text (../shared/seeds) is not beside this repository")
        return code

    def execute(self, code: str, **names: Any) -> dict[str, Any]:
        """Runs the code as a module of its own, in which those names exist."""
        module = types.ModuleType(f"example_{id(code)}")
        module.__dict__.update(names)
        sys.modules[module.__name__] = module
        self.addCleanup(sys.modules.pop, module.__name__, None)
        exec(compile(code, "<design>", "exec"), module.__dict__)
        return module.__dict__

    def test_all_examples_have_a_test_here(self) -> None:
        if not seed.examples():
            self.skipTest("the design's text (../shared/seeds) is not beside this repository")
        self.assertEqual(len(seed.examples()), NUMBER_OF_EXAMPLES, [section for section, _ in seed.examples()])

    def test_3_4_event_bus(self) -> None:
        scanned: list[Any] = []
        bus = EventBus()
        code = self.example("3.4")
        names = self.execute(code, event_bus=bus, Event=Event, trigger_security_scan=scanned.append)
        self.assertEqual(scanned, [], "nobody had subscribed when the first event was emitted")

        bus.emit("workflow.implement.completed", {"artifacts": ["src/auth/"]})

        self.assertEqual(scanned, [["src/auth/"]])
        self.assertTrue(callable(names["on_implement_complete"]))

    def test_5_4_execute_flow(self) -> None:
        calls: list[Any] = []
        with mock_context() as real:
            module = types.SimpleNamespace(run=lambda context, args: [context.config["a"], context.project_root, args])
            names = self.execute(
                self.example("5.4"),
                plugin_host=types.SimpleNamespace(invoke=lambda *a: calls.append(a)),
                security_manager=types.SimpleNamespace(check_capabilities=lambda *a, **k: calls.append(k)),
                plugin_loader=types.SimpleNamespace(load_module=lambda *a: module),
                audit_logger=types.SimpleNamespace(log_invocation=lambda **k: calls.append(k)),
                PluginContext=__import__("speckit_sdk.context", fromlist=["PluginContext"]).PluginContext,
                Path=pathlib.Path,
                plugin=Plugin(),
                plugin_config={"a": 1},
                event_bus=real.events,
                backlog_client=real.backlog,
                args=["auth"],
            )

            self.assertEqual(names["result"], [1, pathlib.Path.cwd(), ["auth"]])
            self.assertIs(names["context"].backlog, real.backlog)
            self.assertIs(names["context"].event_bus, real.events)
        self.assertEqual(len(calls), 3)

    def test_6_1_create_task(self) -> None:
        with mock_context(plugin="security-scanner") as ctx:
            self.execute(self.example("6.1"), backlog=ctx.backlog)

            task = ctx.backlog.tasks[0]
        self.assertEqual(task.labels, ["security", "high-priority", "plugin:security-scanner"])
        self.assertEqual(task.status, "To Do")
        self.assertEqual(task.metadata, {"scan_id": "scan-123", "severity": "high"})

    def test_6_3_emit_event(self) -> None:
        with mock_context(plugin="security-scanner") as ctx:

            def create_task(elided: Any) -> Any:
                self.assertIs(elided, ..., "the text leaves the arguments out")
                return ctx.backlog.create_task("SQL injection")

            backlog = types.SimpleNamespace(create_task=create_task)
            self.execute(self.example("6.3"), backlog=backlog, event_bus=ctx.events)

            event = ctx.events.emitted[0]
        self.assertEqual((event.type, event.task_id, event["task_id"]), ("plugin.backlog.task.created", None, "TASK-1"))

    def test_7_2_command(self) -> None:
        names = self.execute(self.example("7.2", "# src/commands"))
        command = type("Scan", (names["SecurityScanCommand"],), {"scan": scan})
        with mock_context(files={"src/auth.py": "password = 'hardcoded'", "src/ok.py": ""}) as ctx:
            result = run_command(command, ctx, ["auth"], {"severity": "low"})

            self.assertEqual([finding["severity"] for finding in result.result["findings"]], ["high"])
            self.assertEqual(ctx.backlog.tasks[0].title, "[Security] hardcoded password in src/auth.py")
            self.assertEqual(ctx.backlog.tasks[0].metadata, {"finding_id": "finding-0"})
            self.assertEqual(ctx.events.emitted[0].payload, {"feature": "auth", "findings_count": 1})

    def test_7_2_command_without_backlog_write_is_denied(self) -> None:
        names = self.execute(self.example("7.2", "# src/commands"))
        command = type("Scan", (names["SecurityScanCommand"],), {"scan": scan})
        with mock_context(["filesystem.read"], files={"src/a.py": "'hardcoded'"}) as ctx:
            with self.assertRaises(CapabilityDeniedError) as caught:
                run_command(command, ctx, ["auth"])
        self.assertEqual(caught.exception.capability, "backlog.write")

    def test_7_2_command_served_to_a_host(self) -> None:
        code = self.example("7.2", "# src/commands") + SCAN_SOURCE
        entry = {"handler": "command:jpspec:security-scan", "path": "src/commands/security_scan.py", "member": "run"}
        with host.Plugin({"src/commands/security_scan.py": code}, [entry], verify=True) as plugin:
            plugin.answers["project/glob"] = {"files": ["src/auth.py"]}
            plugin.answers["project/readFile"] = {"content": "password = 'hardcoded'", "encoding": "utf-8"}
            plugin.answers["backlog/create"] = {"id": "TASK-1", "title": "t", "status": "To Do", "labels": []}
            plugin.answers["events/emit"] = {"id": "evt_1"}

            answer = plugin.call("command/run", name="jpspec:security-scan", arguments=["auth"], options={})

        self.assertEqual(plugin.handlers, ["command:jpspec:security-scan"])
        self.assertEqual(answer["exitCode"], 0)
        self.assertEqual(answer["result"]["findings"][0]["title"], "hardcoded password in src/auth.py")
        self.assertEqual(plugin.asked("project/glob")[0], {"patterns": ["src/**/*.py"]})

    def workflow(self, vulnerabilities: list[str]) -> str:
        helpers = f'''
class SecurityGateError(Exception):
    pass

class Problem:
    title, severity = "SQL injection", "high"
    def to_dict(self):
        return {{"title": self.title}}

SecureImplementPhase.check_dependencies = lambda self, ctx: {vulnerabilities!r}
SecureImplementPhase.scan_files = lambda self, files: [Problem() for file in files if file.read_text()]
'''
        return self.example("7.2", "# src/workflows") + helpers

    def test_7_2_workflow_blocks(self) -> None:
        entry = {"handler": "phase:implement:before", "path": "src/workflows/secure_implement.py", "member": "handler"}
        with host.Plugin({entry["path"]: self.workflow(["left-pad"])}, [entry]) as plugin:
            error = plugin.fail("phase/before", phase="implement", feature="auth", context={})

        self.assertEqual(error["code"], -32603)
        self.assertIn("Fix vulnerabilities before implementing", error["message"])
        self.assertEqual([told["text"] for told in plugin.told("console/write")][1], "Found 1 vulnerable dependencies")

    def test_7_2_workflow_reports(self) -> None:
        path = "src/workflows/secure_implement.py"
        entries = [{"handler": f"phase:implement:{moment}", "path": path, "member": "handler"} for moment in ("before", "after")]
        with host.Plugin({path: self.workflow([])}, entries, verify=True) as plugin:
            plugin.answers["project/changedFiles"] = {"files": ["src/a.py"]}
            plugin.answers["project/readFile"] = {"content": "x", "encoding": "utf-8"}
            plugin.answers["events/emit"] = {"id": "evt_1"}

            before = plugin.call("phase/before", phase="implement")
            after = plugin.call("phase/after", phase="implement")

        self.assertEqual((before["continue"], after["continue"]), (True, True))
        self.assertEqual(plugin.told("console/finding")[0]["title"], "SQL injection")
        self.assertEqual(plugin.asked("events/emit")[0]["payload"], {"findings": [{"title": "SQL injection"}]})

    def test_7_2_agent(self) -> None:
        persona = self.execute(self.example("7.2", "# src/agents"))["SecurityAuditorPersona"]
        text = persona().to_markdown()

        self.assertTrue(issubclass(persona, AgentPersona))
        self.assertTrue(text.startswith('---\nname: "security-auditor"\ndescription: "Expert in application security and'))
        self.assertIn("\n- OWASP Top 10 vulnerabilities\n", text)
        self.assertIn("- threat analysis", text)

    def test_7_2_stack(self) -> None:
        stack = self.execute(self.example("7.2", "# src/stacks"))["FastAPIStack"]
        with mock_context(project="my-shop") as ctx:
            stack().scaffold(ctx)

            self.assertEqual(ctx.project.directories, ["alembic", "src", "tests"])
            self.assertIn("from my-shop.api import router", ctx.project.file_text("src/main.py"))
            self.assertIn('FastAPI(title="My Shop")', ctx.project.file_text("src/main.py"))
            self.assertEqual(ctx.shell.commands, [["alembic", "init", "alembic"]])

    def test_7_2_stack_served_to_a_host(self) -> None:
        entry = {"handler": "stack:fastapi-stack", "path": "src/stacks/fastapi_stack.py"}
        with host.Plugin({entry["path"]: self.example("7.2", "# src/stacks")}, [entry], verify=True) as plugin:
            plugin.answers.update({"project/createDirectory": {}, "project/writeFile": {}, "shell/run": {"exitCode": 0}})
            answer = plugin.call("stack/scaffold", name="fastapi-stack", context={})
            configuration = plugin.call("stack/configuration", name="fastapi-stack", context={})["configuration"]

        self.assertEqual(answer, {"files": {}})
        self.assertEqual(plugin.asked("shell/run"), [{"argv": ["alembic", "init", "alembic"]}])
        self.assertIn("fastapi>=0.109.0", configuration["dependencies"])

    def test_8_3_capability_manager(self) -> None:
        code = self.example("8.3")
        manager = self.execute(code, Plugin=Plugin, CapabilityDeniedError=CapabilityDeniedError)["CapabilityManager"]()
        plugin = Plugin()
        plugin.name = "security-scanner"
        plugin.manifest = PluginManifest("security-scanner", "1.0.0", ["network"])

        self.assertTrue(manager.check(plugin, "network"))
        with self.assertRaises(CapabilityDeniedError) as caught:
            manager.check(plugin, "subprocess")
        self.assertEqual(
            str(caught.exception),
            "Plugin 'security-scanner' does not have 'subprocess' capability. "
            "Add to plugin.yaml requires.capabilities to request.",
        )

    def test_8_5_sandbox(self) -> None:
        root = pathlib.Path("/home/ada/shop")
        names = self.execute(self.example("8.5"), project_root=root)
        sandbox = SandboxConfig.from_dict(names["sandbox_config"])

        self.assertEqual(sandbox.timeout, 300)
        self.assertTrue(sandbox.allows_host("api.snyk.io"))
        self.assertFalse(sandbox.allows_host("example.com"))
        self.assertFalse(sandbox.allows_port(22))
        self.assertTrue(sandbox.allows_write(root / ".specify" / "x"))
        self.assertFalse(sandbox.allows_write(root / "src" / "x"))
        self.assertFalse(sandbox.allows_read("/etc/passwd"))
        self.assertEqual(sandbox.to_manifest()["filesystem"], {"read": [".", "/usr/lib"], "write": [".specify"]})

    def test_11_3_migration_served_to_a_host(self) -> None:
        # As it is written: it annotates with a 'Path' that it does not import, and its name is no module's.
        files = {"migrations/1.2.0_to_2.0.0.py": self.example("11.3")}
        entry = {"handler": "migration:1.2.0->2.0.0", "path": "migrations/1.2.0_to_2.0.0.py"}
        versions = {"from": "1.2.0", "to": "2.0.0"}
        for entries in ([], [entry]):
            with self.subTest(entries=entries), host.Plugin(files, entries, verify=True) as plugin:
                config = {"severity_threshold": "high", "scan_dependencies": True}
                answer = plugin.call("migrate/config", config=config, **versions)

                # The text's own slip: it takes the key out of the old configuration, and leaves it in the new one.
                self.assertEqual(answer["config"]["severity"], {"threshold": "high"})
                self.assertEqual(plugin.call("migrate/data", **versions), {})

    def test_12_3_tests_of_a_plugin(self) -> None:
        command = self.example("7.2", "# src/commands") + SCAN_SOURCE
        with tempfile.TemporaryDirectory() as folder:
            package = pathlib.Path(folder)
            for path, text in (
                ("plugin.yaml", "apiVersion: speckit.dev/v1\n"),
                ("src/__init__.py", ""),
                ("src/commands/__init__.py", ""),
                ("src/commands/security_scan.py", command),
                ("tests/__init__.py", ""),
                ("tests/test_commands.py", self.example("12.3")),
            ):
                (package / path).parent.mkdir(parents=True, exist_ok=True)
                (package / path).write_text(text, encoding="utf-8")
            runs = {
                "the SDK's runner": ["speckit_sdk.testing", "run", "--coverage"],
                "unittest": ["unittest", "discover", "-t", ".", "tests"],
                "one test alone": ["unittest", "tests.test_commands.TestSecurityScanCommand.test_security_scan_no_issues"],
            }
            for name, arguments in runs.items():
                with self.subTest(name):
                    run = subprocess.run(
                        [sys.executable, "-B", "-m", *arguments],
                        cwd=package,
                        env=host.environment(),
                        capture_output=True,
                        text=True,
                        encoding="utf-8",
                        timeout=60,
                    )
                    self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
                    if name.startswith("the SDK"):
                        self.assertIn("✓ test_security_scan_no_issues", run.stdout)
                        self.assertIn("Results: 2 passed, 0 failed, 0 skipped", run.stdout)
                        self.assertIn("Coverage: 100%", run.stdout)


class BacklogRuleTest(unittest.TestCase):
    """§6.1 and §6.2, in the host in memory as in the host."""

    def test_statuses_and_labels_of_the_host_are_refused(self) -> None:
        with mock_context(plugin="scanner") as ctx:
            for wrong in ({"status": "Done"}, {"labels": ["plugin:other"]}, {"labels": ["workflow:implement"]}):
                with self.subTest(wrong), self.assertRaises(RefusedError):
                    ctx.backlog.create_task("t", **wrong)
            self.assertEqual(ctx.backlog.tasks, [])

    def test_only_own_tasks_change(self) -> None:
        with mock_context(plugin="scanner") as ctx:
            other = ctx.backlog.add_task("of a person", labels=["plugin:scanner"])
            with self.assertRaises(RefusedError):
                ctx.backlog.update_task(other, status="Done")
            own = ctx.backlog.create_task("mine", labels=["a"], metadata={"n": 1, "who": "me"})
            changed = ctx.backlog.update_task(own.id, status="done", labels=["b"], metadata={"n": 2})
            self.assertEqual((changed.status, changed.labels), ("Done", ["b", "plugin:scanner"]))
            self.assertEqual(changed.metadata, {"n": "2", "who": "me"})


if __name__ == "__main__":
    unittest.main()
