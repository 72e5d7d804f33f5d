from speckit_sdk import CapabilityDeniedError, UsageError
from speckit_sdk.testing import PluginTestCase, mock_context, run_command

from src.commands.todo_list import ListCommand
from src.hooks.found import on_found
from src.workflows.todo_gate import TodoGate

FILES = {"src/app.py": "x = 1  # TODO name it\n", "other.py": "# TODO later\n# FIXME now\n"}


class ListCommandTest(PluginTestCase):
    def test_comment_is_shown_and_becomes_a_task(self):
        with mock_context(files=FILES) as ctx:
            result = run_command(ListCommand, ctx, ["src"], {"tasks": True})

            self.assertEqual((result.result, result.exit_code), ({"found": 1}, 1))
            self.assertEqual(ctx.console.findings[0]["line"], 1)
            self.assertEqual(ctx.backlog.tasks[0].title, "src/app.py:1")
            self.assertEqual(ctx.events.emitted[0].type, "plugin.todo.found")

    def test_tasks_need_a_capability(self):
        with mock_context(capabilities=["filesystem.read"], files=FILES) as ctx:
            with self.assertRaises(CapabilityDeniedError):
                run_command(ListCommand, ctx, options={"tasks": True})

    def test_other_word_is_looked_for(self):
        with mock_context(config={"word": "FIXME"}, files=FILES) as ctx:
            run_command(ListCommand, ctx)

            self.assertEqual([finding["title"] for finding in ctx.console.findings], ["FIXME now"])

    def test_limit_must_make_sense(self):
        with mock_context() as ctx:
            for wrong in ("0", "many"):
                with self.assertRaises(UsageError):
                    run_command(ListCommand, ctx, options={"limit": wrong})


class GateTest(PluginTestCase):
    def test_comment_in_a_changed_file_blocks(self):
        with mock_context(files=FILES, phase="implement") as ctx:
            ctx.project.set_changed_files("other.py")

            self.assertEqual(TodoGate().look(ctx).message, "1 comment(s) are left")

    def test_nothing_left_goes_on(self):
        with mock_context(files=FILES, phase="implement") as ctx:
            ctx.project.set_changed_files("README.md")

            self.assertTrue(TodoGate().look(ctx).proceed)


class HookTest(PluginTestCase):
    def test_number_is_said(self):
        with mock_context() as ctx:
            ctx.events.subscribe("plugin.todo.*", on_found)
            ctx.events.publish("plugin.todo.found", {"found": 3})

            self.assertEqual(ctx.console.lines, ["core found 3 comment(s)"])
