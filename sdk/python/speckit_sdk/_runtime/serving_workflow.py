"""Answers ``hook/invoke`` and ``phase/…``."""

from __future__ import annotations

from ..errors import INVALID_PARAMS, HostError
from .calling import call, method_of
from .params import take

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .calls import CancelToken
    from .session import Session

    Params = dict[str, Any]


def invoke_hook(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    """One hook of the manifest, or every hook and subscription that fits. A failing one does not keep the others from hearing."""
    from ..events.patterns import matches
    from ..events.types import Event

    envelope = take(params, "event", dict)
    kind = take(envelope, "type", str)
    take(envelope, "payload", dict, {})
    member, path = take(params, "handler", str, None), take(params, "path", str, None)
    event = Event.from_envelope(envelope)
    handlers: list[Any] = []
    for entry in session.find("hook", None):
        named = (path is None or entry.path == path) and (member is None or entry.member == member)
        if named and matches(entry.subject, kind):
            handlers.append(lambda entry=entry: method_of(session.target(entry, token), "handle", entry))
    if member is None and path is None:
        handlers += [
            lambda handler=handler: handler
            for handler in (session.subscriptions.matching(kind) if session.subscriptions is not None else ())
        ]
    elif not handlers:
        raise HostError(f"The plugin has no hook {path or ''}:{member or ''} for '{kind}'.", INVALID_PARAMS)
    _tell_all(session, handlers, event, token)
    return {}


def _tell_all(session: Session, handlers: list[Any], event: Any, token: CancelToken) -> None:
    problem: Exception | None = None
    for handler in handlers:
        token.check()
        try:
            call(handler(), {"event": event, "ctx": session.context(token)}, token)
        except Exception as error:
            if problem is not None:
                from .failures import report

                report("another hook", error)
            problem = problem or error
    if problem is not None:
        raise problem


def run_phase(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    """Every workflow of the manifest that fits, until one blocks."""
    moment = method.partition("/")[2]
    phase, name = take(params, "phase", str), take(params, "name", str, None)
    feature, values = take(params, "feature", str, None), take(params, "context", dict, {})
    found = session.find("phase", f"{phase}:{moment}", name)
    if not found:
        raise HostError(f"The plugin has nothing for phase:{phase}:{moment}.", INVALID_PARAMS)
    workflow = {"phase": phase, "feature": feature, "moment": moment, "context": values}
    messages: list[str] = []
    for entry in found:
        target = session.target(entry, token)
        hooks: Any = getattr(target, "hooks", None)
        functions = [target] if hooks is None else [getattr(target, hook) for hook in hooks(moment)]
        for function in functions:
            ctx = session.context(token, workflow=workflow)
            offered = {"ctx": ctx, "moment": moment, "phase": phase, "feature": feature, "values": values}
            answer = _read(call(function, offered, token))
            if not answer["continue"]:
                return answer
            messages += [answer["message"]] if answer["message"] else []
    return {"continue": True, "message": "\n".join(messages) or None}


def _read(result: Any) -> dict[str, Any]:
    if isinstance(result, dict):
        return {"continue": bool(result.get("continue", True)), "message": result.get("message")}
    if isinstance(result, bool):
        return {"continue": result, "message": None}
    if isinstance(result, str):
        return {"continue": True, "message": result}
    return {"continue": getattr(result, "proceed", True), "message": getattr(result, "message", None)}
