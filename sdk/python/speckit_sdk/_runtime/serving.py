"""Answers the host's methods with the plugin's own functions."""

from __future__ import annotations

from ..errors import EntrypointError
from .calling import call, run
from .results import to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .calls import CancelToken
    from .entrypoints import Entrypoint
    from .session import Session

    Params = dict[str, Any]


def run_command(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    from ..commands.base import CommandResult
    from .binding import CommandModel

    entry = session.single("command", params["name"], "command")
    target = entry.target()
    model = entry.cached("model", lambda: CommandModel(entry.subject, _method(target, "run", entry)))
    arguments = [str(text) for text in params.get("arguments") or ()]
    positional, keywords = model.bind(session.context(token), arguments, params.get("options") or {})
    try:
        result = run(model.function, tuple(positional), keywords, token)
    except SystemExit as end:
        result = CommandResult(exit_code=_exit_code(end))
    if isinstance(result, CommandResult):
        return {"result": to_json(result.result), "exitCode": int(result.exit_code)}
    if isinstance(result, int) and not isinstance(result, bool):
        return {"exitCode": int(result)}
    return {"result": to_json(result), "exitCode": 0}


def _exit_code(end: SystemExit) -> int:
    """As Python itself takes ``sys.exit``: a text goes to the log, and the code is 1."""
    if end.code is None or isinstance(end.code, int):
        return int(end.code or 0)
    import sys

    sys.stderr.write(f"{end.code}\n")
    return 1


def _method(target: Any, name: str, entry: Entrypoint) -> Callable[..., Any]:
    """The method of an object of a class, or the function itself."""
    own = getattr(target, name, None)
    if callable(own):
        return own  # type: ignore[no-any-return]
    if callable(target):
        return target  # type: ignore[no-any-return]
    raise EntrypointError(f"{entry.path}: {type(target).__name__} has no method '{name}' for {entry.handler}.")
