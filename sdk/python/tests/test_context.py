"""The services, over the host in memory."""

from __future__ import annotations

import os
import unittest

from speckit_sdk import (
    CapabilityDeniedError,
    Config,
    Finding,
    HostError,
    NotFoundError,
    PluginContext,
    RefusedError,
    SpeckitError,
    TooLargeError,
    UsageError,
)
from speckit_sdk.context.http import HttpError
from speckit_sdk.context.shell import ShellError, words
from speckit_sdk.testing import mock_context


class ConfigTest(unittest.TestCase):
    config = Config({"report": {"format": "text", "n": 3, "on": True, "tags": ["a"]}, "a.b": 1, "none": None})

    def test_keys_may_be_dotted(self) -> None:
        self.assertEqual(self.config["report.format"], "text")
        self.assertEqual(self.config["a.b"], 1)
        self.assertEqual(self.config.get("report.format.more", 5), 5)
        self.assertEqual(self.config.get("none", 5), 5)
        self.assertIn("report.n", self.config)
        with self.assertRaises(KeyError):
            self.config["report.x"]

    def test_types_are_checked(self) -> None:
        self.assertEqual(self.config.get_int("report.n"), 3)
        self.assertEqual(self.config.get_float("report.n"), 3.0)
        self.assertEqual(self.config.get_list("report.tags"), ["a"])
        self.assertIs(self.config.get_bool("report.off", True), True)
        for wrong in (lambda c: c.get_int("report.on"), lambda c: c.get_str("report.n"), lambda c: c.get_list("report.format"), lambda c: c.get_bool("report.n")):
            with self.assertRaisesRegex(UsageError, "The configuration's 'report.* must be"):
                wrong(self.config)


class ProjectTest(unittest.TestCase):
    def test_files_read_and_write_through_the_host(self) -> None:
        with mock_context(files={"src/a.py": "a", "src/b/c.py": "c", "x.bin": b"\xff\x00", "src/d.txt": "d"}) as ctx:
            found = ctx.project.glob("src/**/*.py")
            self.assertEqual([str(file) for file in found], ["src/a.py", "src/b/c.py"])
            self.assertEqual((found[1].name, found[1].stem, found[1].suffix, str(found[1].parent)), ("c.py", "c", ".py", "src/b"))
            self.assertEqual(found[1].read_text(), "c")
            self.assertEqual(os.fspath(found[0]), os.path.join(os.sep, "test-project", "src", "a.py"))
            self.assertEqual([str(file) for file in ctx.project.glob("**/*.{py,txt}", exclude="src/b/**")], ["src/a.py", "src/d.txt"])
            self.assertEqual(ctx.project.read_bytes("x.bin"), b"\xff\x00")
            with self.assertRaises(UnicodeDecodeError):
                ctx.project.read_text("x.bin")
            found[0].with_suffix(".bin").write_bytes(b"\x01")
            self.assertEqual(ctx.project.read_bytes("src/a.bin"), b"\x01")

    def test_what_the_host_refuses_is_refused(self) -> None:
        with mock_context(files={".specify/plugins.lock.json": "{}", ".git/config": ""}) as ctx:
            for path in (".git/hooks/x", ".specify/x", ".claude/settings.json", "sub/.git/config", ".GIT/x"):
                with self.subTest(path), self.assertRaises(RefusedError):
                    ctx.project.write_text(path, "")
            with self.assertRaises(RefusedError):
                ctx.project.read_text(".specify/plugins.lock.json")
            for path in ("/etc/passwd", "../x", "a/../../x", "", "a\\b", "c:x"):
                with self.subTest(path), self.assertRaises(HostError):
                    ctx.project.write_text(path, "")
            with self.assertRaises(NotFoundError):
                ctx.project.read_text("none")
            with self.assertRaises(TooLargeError):
                ctx.project.write_text("large", "x" * (8 * 1024 * 1024 + 1))
            self.assertEqual(ctx.project.glob("**"), [])

    def test_title(self) -> None:
        for name, title in (("my-shop", "My Shop"), ("API_gateway", "API Gateway"), ("x", "X")):
            with mock_context(project=name) as ctx:
                self.assertEqual(ctx.project.title, title)


class CapabilityTest(unittest.TestCase):
    def test_each_service_needs_its_own(self) -> None:
        calls = {
            "filesystem.read": lambda c: c.project.glob("*"),
            "filesystem.write": lambda c: c.files.create_file("a"),
            "backlog.read": lambda c: c.backlog.get_tasks(),
            "backlog.write": lambda c: c.backlog.create_task("t"),
            "subprocess": lambda c: c.shell.run("true"),
            "network": lambda c: c.http.get("https://example.com"),
            "environment": lambda c: c.environment.get("A"),
        }
        for capability, call in calls.items():
            others = [name for name in calls if name != capability]
            with self.subTest(capability), mock_context(others, plugin="p") as ctx:
                with self.assertRaises(CapabilityDeniedError) as caught:
                    call(ctx)
                self.assertEqual((caught.exception.capability, caught.exception.plugin), (capability, "p"))
                self.assertEqual(caught.exception.hint, "add it to requires.capabilities")
                with self.assertRaises(CapabilityDeniedError):
                    ctx.require(capability)
            with mock_context([capability]) as ctx:
                try:
                    call(ctx)
                except RefusedError:
                    self.assertEqual(capability, "network", "nothing answers in this test")

    def test_unknown_capability_of_a_test_is_a_mistake(self) -> None:
        with self.assertRaisesRegex(ValueError, "filesystem.reed"):
            mock_context(["filesystem.reed"])

    def test_context_without_a_host_says_so(self) -> None:
        with self.assertRaisesRegex(SpeckitError, "mock_context"):
            PluginContext().backlog.get_tasks()


class ShellTest(unittest.TestCase):
    def test_text_is_split_and_never_given_to_a_shell(self) -> None:
        self.assertEqual(words("git commit -m 'a b' \"c\""), ["git", "commit", "-m", "a b", "c"])
        self.assertEqual(words(["a b", "|"]), ["a b", "|"])
        self.assertEqual(words("grep '|' file"), ["grep", "|", "file"])
        for wrong in ("a | b", "a && b", "a > b", "a ; b", "", "'a"):
            with self.subTest(wrong), self.assertRaises(ValueError):
                words(wrong)

    def test_result_and_check(self) -> None:
        with mock_context() as ctx:
            ctx.shell.respond("make", returncode=2, stderr="one\ntwo\n")
            ctx.shell.respond("make test", stdout="ok")
            self.assertEqual(ctx.shell.run("make test -v", check=True).stdout, "ok")
            result = ctx.shell.run(["make", "all"])
            self.assertEqual((result.returncode, result.ok), (2, False))
            with self.assertRaisesRegex(ShellError, "'make all' ended with exit code 2: two"):
                ctx.shell.run("make all", check=True)


class HttpTest(unittest.TestCase):
    def test_requests_and_answers(self) -> None:
        with mock_context() as ctx:
            ctx.http.respond("https://api.test/v1/*", json={"a": 1}, headers={"X-A": "b"})
            ctx.http.respond("https://api.test/v1/items", method="POST", status=422, text="no")
            answer = ctx.http.get("https://api.test/v1/x", params={"q": "a b", "l": [1, 2]})
            self.assertEqual((answer.json(), answer.header("x-a"), answer.ok), ({"a": 1}, "b", True))
            self.assertEqual(ctx.http.requests[0]["url"], "https://api.test/v1/x?q=a+b&l=1&l=2")
            with self.assertRaisesRegex(HttpError, "answered 422"):
                ctx.http.post("https://api.test/v1/items", json={"b": 2}).raise_for_status()
            self.assertEqual(ctx.http.requests[1]["headers"], {"Content-Type": "application/json"})
            self.assertEqual(ctx.http.requests[1]["body"], '{"b": 2}')
            with self.assertRaisesRegex(RefusedError, "nothing answers GET https://other.test/"):
                ctx.http.get("https://other.test/")
            with self.assertRaises(ValueError):
                ctx.http.post("https://a.test/", json=1, data="x")


class OtherTest(unittest.TestCase):
    def test_backlog(self) -> None:
        with mock_context(plugin="p") as ctx:
            ctx.backlog.add_task("other", labels=["a"], status="Done")
            task = ctx.backlog.create_task("  mine\nnow ", labels=["a", "a"], metadata={"n": [1], "t": "x"})
            self.assertEqual((task.title, task.metadata), ("mine now", {"n": "[1]", "t": "x"}))
            self.assertEqual([t.id for t in ctx.backlog.get_tasks(labels=["a"])], ["TASK-1", "TASK-2"])
            self.assertEqual([t.id for t in ctx.backlog.get_tasks(metadata={"t": "x"})], ["TASK-2"])
            self.assertEqual([t.id for t in ctx.backlog.get_tasks(status="done")], ["TASK-1"])
            self.assertEqual(ctx.backlog.get_task("task-2"), task)
            self.assertEqual([e.type for e in ctx.host.events], ["backlog.task.created"])
            with self.assertRaises(NotFoundError):
                ctx.backlog.get_task("TASK-9")
            with self.assertRaises(TypeError):
                ctx.backlog.create_task("t", labels="security")
            for wrong in ({"title": " "}, {"title": "t", "priority": "urgent"}):
                with self.assertRaises(HostError):
                    ctx.backlog.create_task(**wrong)

    def test_events(self) -> None:
        with mock_context(plugin="p") as ctx:
            heard = []
            ctx.events.subscribe("workflow.*.completed")(lambda event, c: heard.append((event.feature, event.get("a"), c is ctx)))
            ctx.events.publish("workflow.plan.completed", {"a": 1}, feature="auth")
            ctx.events.publish("workflow.plan.started")
            self.assertEqual(heard, [("auth", 1, True)])
            for _ in range(2):
                ctx.events.subscribe("plugin.twice", heard.append)
            ctx.events.publish("plugin.twice")
            self.assertEqual(len(heard), 2)
            ctx.events.emit("plugin.p.done", {"n": Finding("r", "t", file="f")}, task_id="TASK-1")
            self.assertEqual(ctx.events.emitted[0].payload["n"]["rule"], "r")
            for wrong in ("workflow.a", "plugin", "plugin.A", "plugin..a", "plugin.é"):
                with self.subTest(wrong), self.assertRaises(HostError):
                    ctx.events.emit(wrong)
            with self.assertRaises(TooLargeError):
                ctx.events.emit("plugin.a", {"x": "x" * 262_145})

    def test_console_findings_log_and_environment(self) -> None:
        class Own:
            title, severity, line, file = "t", "HIGH", 3, "a.py"

        with mock_context(environment={"TOKEN": "t"}) as ctx:
            ctx.console.print("a", 1)
            ctx.console.print_warning("w")
            ctx.console.print_error("e")
            ctx.console.print_finding(Own())
            ctx.console.print_finding({"message": "m"})
            list(ctx.console.track(range(3), "work"))
            ctx.log.info("%d files", 3)
            self.assertEqual((ctx.console.lines, ctx.console.warnings, ctx.console.errors), (["a 1", "w", "e"], ["w"], ["e"]))
            self.assertEqual(
                ctx.console.findings[0],
                {"rule": "finding", "severity": "high", "title": "t", "description": "t", "file": "a.py", "line": 3},
            )
            self.assertEqual(ctx.host.notified("progress/report")[-1], {"message": "work", "fraction": 1.0})
            self.assertEqual(ctx.log.entries, [("info", "3 files")])
            self.assertEqual((ctx.environment["TOKEN"], ctx.environment.get("X", "d"), "X" in ctx.environment), ("t", "d", False))

    def test_workflow_and_data_folder(self) -> None:
        with mock_context(phase="plan", feature="auth") as ctx:
            ctx.project.create_file("a.py")
            self.assertEqual((ctx.workflow.phase, ctx.workflow.feature), ("plan", "auth"))
            self.assertEqual([str(file) for file in ctx.workflow.get_changed_files()], ["a.py"])
            folder = ctx.data_dir
            (folder / "x").write_text("y")
        self.assertFalse(folder.exists())


if __name__ == "__main__":
    unittest.main()
