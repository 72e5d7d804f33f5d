"""Loads everything at once, as at enabling."""

from __future__ import annotations

import sys

from ..errors import EntrypointError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .entrypoints import Entrypoint


def verify(entrypoints: list[Entrypoint]) -> tuple[list[str], list[dict[str, str]]]:
    """The ids of what is really there, and why others are not; the log has the tracebacks."""
    handlers: dict[str, bool] = {}
    problems: list[dict[str, str]] = []
    for entry in entrypoints:
        problem = _problem_of(entry)
        # An id that several entry points share is there when all of them are.
        handlers[entry.handler] = handlers.get(entry.handler, True) and problem is None
        if problem is not None:
            problems.append({"handler": entry.handler, "message": problem})
    return [handler for handler, there in handlers.items() if there], problems


def _problem_of(entry: Entrypoint) -> str | None:
    try:
        entry.target()
    except EntrypointError as error:
        sys.stderr.write(f"{error}\n")
        return str(error)
    except BaseException as error:
        from .failures import report

        return f"{entry.path} cannot be loaded: {report(entry.path, error)}"
    return None
