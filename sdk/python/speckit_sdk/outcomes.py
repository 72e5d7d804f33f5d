"""Outcome types of OSpec documents."""

from __future__ import annotations

from .plugin import Plugin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Problem:
    """Something that is wrong with a document."""

    __slots__ = ("message", "path", "severity")

    def __init__(self, message: str, path: str | None = None, severity: str = "error") -> None:
        self.message = message
        self.path = path
        """Where: a JSON Pointer, such as ``/stack/backend``."""
        self.severity = severity
        """``error`` or ``warning``."""


class OutcomeType(Plugin):
    """An outcome type (OSpec's ``OutcomeTypePlugin``). The methods may take ``ctx``, too."""

    def validate_spec(self, spec: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The problems of a document: a list of ``Problem``, texts or dictionaries."""
        return []

    def get_default_stack(self, spec: dict[str, Any], *args: Any, **kwargs: Any) -> dict[str, str]:
        """The stack of a document that names none."""
        return {}

    def generate_acceptance_criteria(self, spec: dict[str, Any], *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The acceptance criteria that this outcome type adds."""
        return {}
