"""Answers the methods of stacks."""

from __future__ import annotations

from .params import take
from .results import ResultError, to_json
from .serving_extensions import ask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .calls import CancelToken
    from .session import Session

    Params = dict[str, Any]


def ask_compatibility(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    """``stack/isCompatible``"""
    values = take(params, "context", dict, {})
    offered = {"outcome_type": values.get("outcomeType"), "requirements": values.get("requirements") or {}}
    # Last, so that a method of (outcome_type, requirements) may call these as it likes.
    offered["ctx"] = session.context(token)
    result = _ask(session, params, token, "is_compatible", offered)
    if isinstance(result, dict):
        return {"compatible": bool(result.get("compatible")), "reason": result.get("reason")}
    compatible, reason = result if isinstance(result, tuple) else (result, None)
    return {"compatible": bool(compatible), "reason": reason}


def ask_configuration(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    """``stack/configuration``"""
    result = _ask(session, params, token, "get_configuration", {"values": take(params, "context", dict, {})})
    return {"configuration": to_json(result) or {}}


def scaffold(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    """``stack/scaffold``"""
    values = take(params, "context", dict, {})
    offered = {"spec": values.get("spec") or {}, "config": values.get("config") or {}}
    result = _ask(session, params, token, "scaffold", offered)
    if result is None:
        return {"files": {}}
    if not isinstance(result, dict) or not all(isinstance(text, str) for text in result.values()):
        raise ResultError("scaffold gives the contents of files by their paths, or nothing.")
    return {"files": {str(path): text for path, text in result.items()}}


def _ask(session: Session, params: Params, token: CancelToken, method: str, offered: Params) -> Any:
    entry = session.single("stack", take(params, "name", str), "stack")
    return ask(session, entry, token, method, offered)
