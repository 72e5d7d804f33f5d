"""The lines of a JSON-RPC 2.0 connection."""

from __future__ import annotations

from json import dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class ProtocolError(Exception):
    """The other side sent something that is no message; the connection ends."""


def encode(message: Any) -> bytes:
    """A message's line. Lone surrogates, which are not text, become question marks."""
    return dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def is_id(value: Any) -> bool:
    """Whether it may be a request's id: a text or a whole number."""
    return type(value) in (str, int)


def parse(line: bytes) -> dict[str, Any]:
    """Reads one message; raises ``ProtocolError`` for anything else."""
    outermost: list[tuple[str, Any]] = []

    def remember(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal outermost
        outermost = pairs
        return dict(pairs)

    try:
        message = loads(line.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=remember)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"A line is not one JSON object: {error}"[:300]) from None
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise ProtocolError('A line is not a JSON object with "jsonrpc": "2.0".')
    if len(outermost) != len(message):
        # Two readers of a repeated member could see two messages.
        raise ProtocolError("A message has a member twice.")
    _check(message)
    return message


def _check(message: dict[str, Any]) -> None:
    if "method" in message:
        if not isinstance(message["method"], str):
            raise ProtocolError("A message's method is not a text.")
        if "result" in message or "error" in message:
            raise ProtocolError("A message is a request and an answer at once.")
        if "id" in message and not is_id(message["id"]):
            raise ProtocolError("A request's id is neither a text nor a whole number.")
        return
    if ("result" in message) == ("error" in message):
        raise ProtocolError("A message has neither a method nor exactly one of result and error.")
    error = message.get("error", {})
    if "error" in message and not (
        isinstance(error, dict) and type(error.get("code")) is int and isinstance(error.get("message"), str)
    ):
        raise ProtocolError("An error has no code or no message.")
    if not is_id(message.get("id")) and not ("error" in message and "id" in message and message["id"] is None):
        raise ProtocolError("An answer has no id.")


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
