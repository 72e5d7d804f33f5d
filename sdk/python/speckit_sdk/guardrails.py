"""Guardrails: rules that files must keep, and metrics."""

from __future__ import annotations

from .context.findings import Finding
from .plugin import Plugin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

__all__ = ["Finding", "Guardrail", "GuardrailResult"]


class GuardrailResult:
    """What breaks a rule, and what was measured."""

    __slots__ = ("findings", "metrics")

    def __init__(self, findings: Iterable[Any] = (), metrics: Mapping[str, float] | None = None) -> None:
        self.findings = list(findings)
        self.metrics = dict(metrics or {})


class Guardrail(Plugin):
    """Checks files."""

    def check(self, *args: Any, **kwargs: Any) -> Any:
        """Takes ``ctx``, ``files`` (of ``ctx.project``) and ``rules``, as it likes. Checks these rules, or all of them. Returns findings, or a ``GuardrailResult``."""
        raise NotImplementedError(f"{type(self).__name__} has no method 'check'")
