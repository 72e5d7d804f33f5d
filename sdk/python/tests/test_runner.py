"""A plugin's process: its life, its streams, many calls at once, and what goes wrong."""

from __future__ import annotations

import json
import time
import unittest
from typing import Any

from tests.host import PATIENCE, Plugin


def command(name: str, path: str = "src/a.py", member: str | None = None) -> dict[str, Any]:
    return {"handler": f"command:{name}", "path": path, "member": member or name.rpartition(":")[2]}


class LifeTest(unittest.TestCase):
    def test_entry_points_are_loaded_at_the_first_call_only(self) -> None:
        files = {"src/a.py": "import pathlib\npathlib.Path(__file__).with_name('loaded').touch()\ndef run(): return 1 == 1\n"}
        with Plugin(files, [command("x:run")]) as plugin:
            marker = plugin.package / "src" / "loaded"
            self.assertFalse(marker.exists())
            self.assertIs(plugin.run("x:run")["result"], True)
            self.assertTrue(marker.exists())

    def test_verify_names_what_is_there_and_logs_why_others_are_not(self) -> None:
        files = {"src/a.py": "def run(): pass\n", "src/b.py": "import no_such_module_here\n"}
        entries = [command("x:run"), command("x:runn"), command("x:b", "src/b.py"), command("x:c", "src/c.py")]
        with Plugin(files, entries, started=False) as plugin:
            answer = plugin.initialize(verify=True)["result"]
        self.assertEqual(answer["handlers"], ["command:x:run"])
        self.assertEqual([problem["handler"] for problem in answer["problems"]], ["command:x:runn", "command:x:b", "command:x:c"])
        why = [problem["message"] for problem in answer["problems"]]
        self.assertIn("src/a.py has no 'runn' for command:x:runn. Did you mean run?", why[0])
        self.assertEqual(
            why[1], "src/b.py cannot be loaded: ModuleNotFoundError: No module named 'no_such_module_here' (src/b.py:1)"
        )
        self.assertEqual(why[2], "The package has no file src/c.py.")
        self.assertIn("import no_such_module_here", plugin.log)

    def test_other_protocol_is_refused_and_may_be_corrected(self) -> None:
        with Plugin({}, [], started=False) as plugin:
            error = plugin.initialize(protocol=2)["error"]
            self.assertEqual(error["code"], -32006)
            self.assertIn("speaks protocol 2", error["message"])
            self.assertEqual(plugin.initialize()["result"]["sdk"], {"language": "python", "version": "0.1.0"})
            self.assertEqual(plugin.initialize()["error"]["code"], -32007)

    def test_calls_before_initialize_are_the_wrong_state(self) -> None:
        with Plugin({}, [], started=False) as plugin:
            for method in ("configure", "activate", "command/run", "stack/scaffold"):
                self.assertEqual(plugin.fail(method)["code"], -32007, method)
            self.assertEqual(plugin.call("shutdown"), {})

    def test_plugin_object_is_told_of_its_life(self) -> None:
        source = """
from speckit_sdk import Plugin
class Mine(Plugin):
    def __init__(self): self.told = []
    def initialize(self, ctx): self.told.append("initialize " + self.manifest.name)
    async def configure(self, config): self.told.append("configure " + config["a.b"])
    def activate(self, ctx): ctx.console.print(*self.told, "activate")
    def deactivate(self, ctx): ctx.console.print("deactivate")
"""
        with Plugin({"src/plugin.py": source}, [], config={"a": {"b": "c"}}) as plugin:
            plugin.call("deactivate")
            self.assertEqual(plugin.end(), 0)
            texts = [told["text"] for told in plugin.told("console/write")]
        self.assertEqual(texts, ["initialize test-plugin configure c activate", "deactivate"])

    def test_end_of_input_ends_the_process_whatever_runs(self) -> None:
        with Plugin({"src/a.py": "import time\ndef run(): time.sleep(60)\n"}, [command("x:run")]) as plugin:
            plugin.send("command/run", {"name": "x:run"})
            time.sleep(0.2)
            started = time.monotonic()
            self.assertEqual(plugin.end(), 0)
        # Two seconds are the host's patience; a busy machine may have other things to do.
        self.assertLess(time.monotonic() - started, 10)

    def test_at_exit_of_the_plugin_runs_at_a_good_end(self) -> None:
        source = "import atexit, sys\natexit.register(lambda: sys.stderr.write('goodbye'))\ndef run(): pass\n"
        with Plugin({"src/a.py": source}, [command("x:run")]) as plugin:
            plugin.run("x:run")
        self.assertIn("goodbye", plugin.log)


class StreamTest(unittest.TestCase):
    def test_nothing_that_is_printed_gets_between_the_lines(self) -> None:
        source = """
import ctypes, os, subprocess, sys
def run():
    print("by print", end="")
    sys.__stdout__.write("by stdout")
    sys.stdout.buffer.write(b"by buffer")
    os.write(1, b"by descriptor")
    os.system("echo by system")
    ctypes.CDLL(None).puts(b"by C"); ctypes.CDLL(None).fflush(None)
    print("half a character \\ud800")
    return sys.stdin.read()
"""
        with Plugin({"src/a.py": source}, [command("x:run")]) as plugin:
            self.assertEqual(plugin.run("x:run"), {"result": "", "exitCode": 0})
        for word in ("print", "stdout", "buffer", "descriptor", "system", "C"):
            self.assertIn(f"by {word}", plugin.log)

    def test_broken_lines_end_the_process_with_an_error(self) -> None:
        for line in (b"no json\n", b'{"jsonrpc":"2.0","id":1.5,"method":"a"}\n', b'{"jsonrpc":"2.0","id":99,"result":1}\n', b"[]\n", b"\xff\n"):
            with self.subTest(line), Plugin({}, []) as plugin:
                plugin.write(line)
                self.assertEqual(plugin.process.wait(PATIENCE), 1)
            self.assertIn("The connection with the host broke", plugin.log)

    def test_half_a_line_at_the_end_is_an_error(self) -> None:
        with Plugin({}, []) as plugin:
            plugin.write(b'{"jsonrpc"')
            self.assertEqual(plugin.end(), 1)

    def test_id_that_is_in_use_ends_the_process(self) -> None:
        with Plugin({"src/a.py": "import time\ndef run(): time.sleep(9)\n"}, [command("x:run")]) as plugin:
            for _ in range(2):
                plugin.write({"jsonrpc": "2.0", "id": "a", "method": "command/run", "params": {"name": "x:run"}})
            self.assertEqual(plugin.process.wait(PATIENCE), 1)


class CallTest(unittest.TestCase):
    def wait_for_log(self, plugin: Plugin, text: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while text not in plugin.log and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertIn(text, plugin.log)

    def test_calls_run_at_once_and_each_may_ask_the_host(self) -> None:
        source = "def run(ctx, n: int):\n    return ctx.project.read_text(f'{n}') * 2\n"
        with Plugin({"src/a.py": source}, [command("x:run")]) as plugin:
            waiting: list[Any] = []
            plugin.answers["project/readFile"] = lambda params: waiting.append(params["path"])
            numbers = [plugin.send("command/run", {"name": "x:run", "arguments": [str(n)]}) for n in range(40)]
            deadline = time.monotonic() + PATIENCE
            while len(waiting) < 40 and time.monotonic() < deadline:
                time.sleep(0.01)
            asked = [m for m in plugin._received if m.get("method") == "project/readFile"]
            self.assertEqual(len(asked), 40)
            for message in reversed(asked):
                answer = {"content": message["params"]["path"], "encoding": "utf-8"}
                plugin.write({"jsonrpc": "2.0", "id": message["id"], "result": answer})
            results = [plugin.wait(number)["result"]["result"] for number in numbers]
        self.assertEqual(results, [f"{n}" * 2 for n in range(40)])

    def test_cancelled_call_is_answered_and_its_question_is_given_up(self) -> None:
        source = """
def run(ctx):
    try:
        ctx.project.read_text("a")
    except BaseException as error:
        print("gave up by", type(error).__name__)
        raise
"""
        with Plugin({"src/a.py": source}, [command("x:run")]) as plugin:
            plugin.answers["project/readFile"] = lambda params: None
            number = plugin.send("command/run", {"name": "x:run"})
            deadline = time.monotonic() + PATIENCE
            while not plugin.asked("project/readFile") and time.monotonic() < deadline:
                time.sleep(0.01)
            plugin.write({"jsonrpc": "2.0", "method": "$/cancel", "params": {"id": number}})
            self.assertEqual(plugin.wait(number)["error"]["code"], -32800)
            asked = next(m["id"] for m in plugin._received if m.get("method") == "project/readFile")
            plugin.write({"jsonrpc": "2.0", "id": asked, "result": {"content": "late"}})
            plugin.call("configure", config={})
            self.assertEqual(plugin.told("$/cancel"), [{"id": asked}])
        self.assertIn("gave up by CancelledError", plugin.log)

    def test_asynchronous_command_is_cancelled(self) -> None:
        source = """
import asyncio
async def run(ctx):
    try:
        print("it waits")
        await asyncio.sleep(60)
    finally:
        print("cleaned up")
"""
        with Plugin({"src/a.py": source}, [command("x:run")]) as plugin:
            number = plugin.send("command/run", {"name": "x:run"})
            self.wait_for_log(plugin, "it waits")
            plugin.write({"jsonrpc": "2.0", "method": "$/cancel", "params": {"id": number}})
            self.assertEqual(plugin.wait(number)["error"]["code"], -32800)
            self.wait_for_log(plugin, "cleaned up")

    def test_error_of_the_plugin_is_short_in_the_answer_and_whole_in_the_log(self) -> None:
        source = "def helper(): return 1 / 0\n\ndef run(): helper()\n"
        with Plugin({"src/a.py": source}, [command("x:run")]) as plugin:
            error = plugin.fail("command/run", name="x:run")
        self.assertEqual(error, {"code": -32603, "message": "ZeroDivisionError: division by zero (src/a.py:1)"})
        self.assertIn("line 3, in run", plugin.log)
        self.assertNotIn("_runtime", plugin.log)

    def test_error_whose_text_fails_is_answered(self) -> None:
        source = "class Odd(Exception):\n    def __str__(self): raise ValueError('no')\ndef run(): raise Odd()\ndef ok(): pass\n"
        with Plugin({"src/a.py": source}, [command("x:run"), command("x:ok")]) as plugin:
            for _ in range(3):
                self.assertIn("Odd", plugin.fail("command/run", name="x:run")["message"])
            self.assertEqual(plugin.run("x:ok")["exitCode"], 0)

    def test_exit_codes(self) -> None:
        source = """
import sys
from speckit_sdk import CommandResult
def number(): return 3
def both(): return CommandResult({"a": 1}, 4)
def leave(): sys.exit(5)
def text(): sys.exit("no such thing")
"""
        entries = [command(f"x:{name}") for name in ("number", "both", "leave", "text")]
        with Plugin({"src/a.py": source}, entries) as plugin:
            codes = [plugin.run(f"x:{name}")["exitCode"] for name in ("number", "both", "leave", "text")]
        self.assertEqual(codes, [3, 4, 5, 1])
        self.assertIn("no such thing", plugin.log)

    def test_error_of_the_host_goes_back_as_it_came(self) -> None:
        source = "def run(ctx): ctx.project.read_text('a')\n"
        refusal = {"code": -32001, "message": "no", "data": {"capability": "filesystem.read", "plugin": "p", "hint": "h"}}
        with Plugin({"src/a.py": source}, [command("x:run")]) as plugin:
            plugin.answers["project/readFile"] = refusal
            self.assertEqual(plugin.fail("command/run", name="x:run"), refusal)

    def test_answer_that_is_no_json_is_an_error(self) -> None:
        sources = {"nan": "float('inf')", "deep": "loop", "code": "print", "raw": "b'a'"}
        text = "loop = []\nloop.append(loop)\n" + "".join(f"def {name}(): return [{value}]\n" for name, value in sources.items())
        with Plugin({"src/a.py": text}, [command(f"x:{name}") for name in sources]) as plugin:
            for name in sources:
                self.assertEqual(plugin.fail("command/run", name=f"x:{name}")["code"], -32603, name)

    def test_unknown_names_are_wrong_parameters(self) -> None:
        with Plugin({"src/a.py": "def run(): pass\n"}, [command("x:run")]) as plugin:
            self.assertIn("Did you mean x:run?", plugin.fail("command/run", name="x:runn")["message"])
            for method, params in (
                ("stack/scaffold", {"name": "s"}),
                ("outcome/validate", {"type": "o"}),
                ("guardrail/check", {"files": []}),
                ("template/context", {"name": "t"}),
                ("migrate/data", {"from": "1.0.0", "to": "2.0.0"}),
                ("phase/before", {"phase": "plan"}),
                ("command/run", {"name": "x:run", "arguments": [1]}),
                ("command/run", {"name": "x:run", "options": []}),
            ):
                self.assertEqual(plugin.fail(method, **params)["code"], -32602, method)
            self.assertEqual(plugin.fail("no/such")["code"], -32601)

    def test_package_imports_itself_and_what_it_brings_along(self) -> None:
        files = {
            "src/a.py": "from src.lib import NAME\nfrom . import lib\nimport brought\ndef run(): return [NAME, lib.NAME, brought.X]\n",
            "src/lib.py": "NAME = 'lib'\n",
            "vendor/brought.py": "X = 'vendor'\n",
        }
        with Plugin(files, [command("x:run")]) as plugin:
            self.assertEqual(plugin.run("x:run")["result"], ["lib", "lib", "vendor"])

    def test_hooks_are_chosen_by_file_and_member(self) -> None:
        source = "def on(event, ctx): ctx.console.print('{0}', event.task_id, event.title)\n"
        files = {f"src/{name}.py": source.format(name) for name in ("a", "b")}
        entries = [{"handler": "hook:backlog.task.*", "path": f"src/{name}.py", "member": "on"} for name in ("a", "b")]
        event = {"type": "backlog.task.created", "id": "e", "taskId": "TASK-1", "payload": {"title": "t"}}
        with Plugin(files, entries) as plugin:
            plugin.call("hook/invoke", event=event, handler="on", path="src/b.py")
            plugin.call("hook/invoke", event=event)
            plugin.call("hook/invoke", event={**event, "type": "backlog.other"})
            texts = [told["text"] for told in plugin.told("console/write")]
            self.assertEqual(plugin.fail("hook/invoke", event=event, handler="of")["code"], -32602)
        self.assertEqual(texts, ["b TASK-1 t", "a TASK-1 t", "b TASK-1 t"])

    def test_failing_hook_does_not_keep_another_from_hearing(self) -> None:
        source = "def bad(event): raise ValueError('bad')\ndef good(event, ctx): ctx.console.print('good')\n"
        entries = [{"handler": "hook:plugin.a", "path": "src/a.py", "member": name} for name in ("bad", "good")]
        with Plugin({"src/a.py": source}, entries) as plugin:
            self.assertIn("bad", plugin.fail("hook/invoke", event={"type": "plugin.a"})["message"])
            self.assertEqual(plugin.told("console/write"), [{"text": "good", "level": "info"}])

    def test_subscription_of_a_module_is_sent_when_the_plugin_is_active(self) -> None:
        source = """
from speckit_sdk import Plugin
from speckit_sdk.events import event_bus
heard = []
@event_bus.subscribe("workflow.*.completed")
def on(event, ctx): heard.append(event.artifacts)
class Mine(Plugin): pass
"""
        run = "import sys\ndef run(): return sys.modules['plugin'].heard\n"
        with Plugin({"plugin.py": source, "src/a.py": run}, [command("x:run")], started=False) as plugin:
            plugin.answers["events/subscribe"] = {}
            plugin.initialize()
            plugin.call("configure", config={})
            self.assertEqual(plugin.asked("events/subscribe"), [])
            plugin.call("activate")
            self.assertEqual(plugin.asked("events/subscribe"), [{"patterns": ["workflow.*.completed"]}])
            plugin.call("hook/invoke", event={"type": "workflow.plan.completed", "payload": {"artifacts": ["a"]}})
            self.assertEqual(plugin.run("x:run")["result"], [["a"]])

    def test_started_by_hand_says_so(self) -> None:
        import subprocess
        import sys

        from tests.host import environment

        run = subprocess.run([sys.executable, "-m", "speckit_sdk"], env=environment(), capture_output=True, text=True, timeout=30)
        self.assertEqual(run.returncode, 2)
        self.assertIn("specify run", run.stderr)
        self.assertEqual(json.dumps(run.stdout), '""')


if __name__ == "__main__":
    unittest.main()
