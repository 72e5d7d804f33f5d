"""Integrations, stacks, outcome types, guardrails and templates."""

from __future__ import annotations

from typing import Any

from speckit_sdk import (
    Config,
    ContextProvider,
    Finding,
    Guardrail,
    GuardrailResult,
    Integration,
    OutcomeType,
    PluginContext,
    Problem,
    StackTemplate,
    SyncResult,
)
from speckit_sdk.context.project import ProjectFile


class Sync(Integration):
    def sync(self, ctx: PluginContext, direction: str, values: dict[str, Any]) -> SyncResult:
        return SyncResult(len(values.get("items", ())), int(direction == "both"), 0, f"conf: {direction}")


class Stack(StackTemplate):
    def is_compatible(self, outcome_type: str, requirements: dict[str, Any]) -> bool:
        return outcome_type == "api" and "forbidden" not in requirements

    def get_configuration(self, ctx: PluginContext) -> dict[str, Any]:
        return {"backend": "conf", "layers": ["web", "data"]}

    def scaffold(self, ctx: PluginContext, spec: dict[str, Any], config: dict[str, Any]) -> dict[str, str]:
        return {"README.md": f"# {spec['name']}\n", f"src/{config['module']}.txt": "conf\n"}


class Outcome(OutcomeType):
    def __init__(self) -> None:
        self.lifecycle: list[str] = []
        self.is_used = False

    def initialize(self, ctx: PluginContext) -> None:
        self.lifecycle.append("initialize")

    async def configure(self, config: Config) -> None:
        self.lifecycle.append("configure")

    def activate(self, ctx: PluginContext) -> None:
        self.lifecycle.append("activate")

    def deactivate(self, ctx: PluginContext) -> None:
        if self.is_used:
            ctx.console.print("conf: deactivated")

    def validate_spec(self, spec: dict[str, Any]) -> list[Problem]:
        self.is_used = True
        if "name" not in spec:
            return [Problem("conf: name is missing", "/name")]
        return [Problem("conf: name is old", "/name", "warning")] if spec["name"] == "old" else []

    def get_default_stack(self, spec: dict[str, Any]) -> dict[str, str]:
        self.is_used = True
        return {"backend": "conf", "database": spec.get("database", "none")}

    def generate_acceptance_criteria(self, spec: dict[str, Any]) -> dict[str, Any]:
        self.is_used = True
        return {"name": spec.get("name"), "lifecycle": self.lifecycle}


class Rules(Guardrail):
    def check(self, ctx: PluginContext, files: list[ProjectFile], rules: list[str] | None) -> GuardrailResult:
        chosen = files if rules is None or "conf-rule" in rules else []
        findings = [
            Finding("conf-rule", "Conf", severity="low", description=f"conf: {file}", file=str(file)) for file in chosen
        ]
        return GuardrailResult(findings, {"files": len(files), "ratio": 0.5})


class Values(ContextProvider):
    def provide(self, ctx: PluginContext, name: str) -> dict[str, Any]:
        return {"title": "conf", "items": ["a", "b"], "nested": {"n": 1}}


def done(content: str) -> str:
    return content.replace("TODO", "DONE")
