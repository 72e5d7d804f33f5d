"""Workflow phase hooks."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])

MOMENTS = ("before", "after", "replace")


class PhaseResult:
    """Whether the phase may go on, and why."""

    __slots__ = ("message", "proceed")

    def __init__(self, proceed: bool = True, message: str | None = None) -> None:
        self.proceed = proceed
        self.message = message

    @classmethod
    def go_on(cls, message: str | None = None) -> PhaseResult:
        """The phase goes on."""
        return cls(True, message)

    @classmethod
    def block(cls, message: str) -> PhaseResult:
        """The phase does not go on. So does an exception; this is for what is expected."""
        return cls(False, message)


def phase_hook(moment: str) -> Callable[[F], F]:
    """Marks a method to run ``before`` or ``after`` the phase, or to ``replace`` it."""
    if moment not in MOMENTS:
        raise ValueError(f"a phase hook is for one of {', '.join(MOMENTS)}, not {moment!r}")

    def mark(function: F) -> F:
        function.__speckit_moments__ = (*getattr(function, "__speckit_moments__", ()), moment)  # type: ignore[attr-defined]
        return function

    return mark


class WorkflowPhase:
    """Runs around a workflow phase (design §7.2). Methods are marked with ``@phase_hook``, or called ``before``, ``after``, ``replace``.

    They take the context, and return nothing, a boolean, a ``PhaseResult`` or a dictionary with ``continue`` and ``message``.
    """

    phase: str = ""
    """The phase, as in the manifest."""

    mode: str = "wrap"
    """``before``, ``after``, ``replace``, or ``wrap`` for before and after."""

    @classmethod
    def hooks(cls, moment: str) -> list[str]:
        """The methods of a moment, in the order in which they were written; base classes first."""
        names: dict[str, None] = {}
        for kind in reversed(cls.__mro__):
            for name, value in vars(kind).items():
                if moment in getattr(value, "__speckit_moments__", ()):
                    names[name] = None
        return list(names) or [moment] * callable(getattr(cls, moment, None))
