"""Workflow phases: code before, after or instead of them."""

from __future__ import annotations

from .context import WorkflowContext
from .phase import PhaseResult, WorkflowPhase, phase_hook

__all__ = ["PhaseResult", "WorkflowContext", "WorkflowPhase", "phase_hook"]
