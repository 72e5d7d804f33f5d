"""The SDK for Speckit plugins in Python.

What is here is imported when it is used, so that a plugin starts in milliseconds.
"""

from __future__ import annotations

from .version import PROTOCOL, VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .agents import AgentPersona, Squad
    from .commands import Command, CommandArguments, CommandResult, argument, command, option
    from .context import Config, PluginContext
    from .context.findings import Finding
    from .errors import (
        BusyError,
        CancelledError,
        CapabilityDeniedError,
        HostError,
        LimitReachedError,
        NotFoundError,
        RefusedError,
        SpeckitError,
        TooLargeError,
        UsageError,
    )
    from .events import Event, EventBus, EventHook, EventTypes
    from .guardrails import Guardrail, GuardrailResult
    from .integrations import Integration, SyncResult
    from .migrations import Migration
    from .outcomes import OutcomeType, Problem
    from .plugin import Plugin
    from .stacks import StackTemplate, file_template
    from .templates import ContextProvider, PostProcessor
    from .workflows import PhaseResult, WorkflowPhase, phase_hook

__version__ = VERSION

_MODULES = {
    "agents": "AgentPersona Squad",
    "commands": "Command CommandArguments CommandResult argument command option",
    "context": "Config PluginContext",
    "context.findings": "Finding",
    "errors": "BusyError CancelledError CapabilityDeniedError HostError LimitReachedError NotFoundError RefusedError "
    "SpeckitError TooLargeError UsageError",
    "events": "Event EventBus EventHook EventTypes",
    "guardrails": "Guardrail GuardrailResult",
    "integrations": "Integration SyncResult",
    "migrations": "Migration",
    "outcomes": "OutcomeType Problem",
    "plugin": "Plugin",
    "stacks": "StackTemplate file_template",
    "templates": "ContextProvider PostProcessor",
    "workflows": "PhaseResult WorkflowPhase phase_hook",
}
_PLACES = {name: module for module, names in _MODULES.items() for name in names.split()}

__all__ = ["PROTOCOL", "VERSION", *sorted(_PLACES)]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
