"""Shows the TODO comments of a project."""

from itertools import islice

from speckit_sdk.commands import Command, CommandResult, UsageError, argument, option
from speckit_sdk.context import PluginContext

from src.finder import find


class ListCommand(Command):
    """Shows the TODO comments of a project."""

    name = "todo-py:list"
    description = "Show the TODO comments of this project"

    @argument("folder", help="Where to look")
    @option("--limit", help="The most to show", default=20)
    @option("--tasks", help="Create a backlog task for each")
    def run(self, ctx: PluginContext, folder: str | None, limit: int, tasks: bool) -> CommandResult:
        if limit < 1:
            raise UsageError("--limit must be 1 or more.")
        files = ctx.project.glob(f"{folder}/**/*.py" if folder else "**/*.py")
        found = list(islice(find(files, ctx.config.get_str("word", "TODO")), limit))
        for finding in found:
            ctx.console.print_finding(finding)
            if tasks:
                ctx.backlog.create_task(f"{finding.file}:{finding.line}", finding.title)
        ctx.events.emit("plugin.todo.found", {"found": len(found)})
        return CommandResult({"found": len(found)}, exit_code=1 if found else 0)
