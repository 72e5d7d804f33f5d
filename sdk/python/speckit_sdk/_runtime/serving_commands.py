"""Answers ``command/run``."""

from __future__ import annotations

from .calling import method_of, run
from .params import take, wrong
from .results import to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .calls import CancelToken
    from .session import Session

    Params = dict[str, Any]


def run_command(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    """``command/run``"""
    from ..commands.base import CommandResult
    from .binding import CommandModel

    name = take(params, "name", str)
    arguments = take(params, "arguments", list, [])
    options = take(params, "options", dict, {})
    if not all(isinstance(text, str) for text in arguments):
        raise wrong("arguments", "a list of texts")
    entry = session.single("command", name, "command")
    target = session.target(entry, token)
    model = entry.cached("model", lambda: CommandModel(entry.subject, method_of(target, "run", entry)))
    positional, keywords = model.bind(session.context(token), arguments, options)
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
