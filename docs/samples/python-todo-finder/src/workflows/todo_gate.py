"""No TODO is left when the implementation is done."""

from speckit_sdk.context import PluginContext
from speckit_sdk.workflows import PhaseResult, WorkflowPhase, phase_hook

from src.finder import find


class TodoGate(WorkflowPhase):
    """No TODO is left when the implementation is done."""

    phase = "implement"
    mode = "after"

    @phase_hook("after")
    def look(self, ctx: PluginContext) -> PhaseResult:
        files = [file for file in ctx.workflow.get_changed_files() if file.suffix == ".py"]
        found = list(find(files, ctx.config.get_str("word", "TODO")))
        return PhaseResult.block(f"{len(found)} comment(s) are left") if found else PhaseResult.go_on()
