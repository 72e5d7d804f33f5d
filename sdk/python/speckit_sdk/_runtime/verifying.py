"""Loads everything at once, as at enabling."""

from __future__ import annotations

import sys

from ..errors import EntrypointError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .entrypoints import Entrypoint


def verify(entrypoints: list[Entrypoint]) -> list[str]:
    """The ids of what is really there. Why others are not is written to the log."""
    handlers: dict[str, bool] = {}
    for entry in entrypoints:
        # An id that several entry points share is there when all of them are.
        handlers[entry.handler] = handlers.get(entry.handler, True) & _is_there(entry)
    return [handler for handler, there in handlers.items() if there]


def _is_there(entry: Entrypoint) -> bool:
    try:
        entry.target()
    except EntrypointError as error:
        sys.stderr.write(f"{error}\n")
        return False
    except BaseException as error:
        from .failures import report

        # The host shows the last words.
        sys.stderr.write(f"{entry.path} cannot be loaded: {report(entry.path, error)}\n")
        return False
    return True
