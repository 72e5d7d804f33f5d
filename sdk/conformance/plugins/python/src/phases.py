"""Workflow phases."""

from __future__ import annotations

from speckit_sdk.context import PluginContext
from speckit_sdk.workflows import PhaseResult, WorkflowPhase, phase_hook


class Gate(WorkflowPhase):
    phase = "implement"
    mode = "wrap"

    @phase_hook("before")
    def ask(self, ctx: PluginContext) -> PhaseResult | None:
        ctx.console.print("before", ctx.workflow.phase, ctx.workflow.feature or "-")
        mode = ctx.workflow.get("mode")
        if mode == "error":
            raise ValueError("conf: the phase failed")
        return PhaseResult.block("conf: not yet") if mode == "block" else PhaseResult.go_on() if mode == "continue" else None

    @phase_hook("after")
    def tell(self, ctx: PluginContext) -> None:
        ctx.console.print("after", ctx.workflow.phase, ctx.workflow.feature or "-")


def plan(ctx: PluginContext, feature: str | None) -> PhaseResult:
    return PhaseResult.go_on(f"conf: planned {feature or '-'}")
