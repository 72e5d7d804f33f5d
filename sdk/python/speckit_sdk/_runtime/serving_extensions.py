"""Answers the methods of integrations, outcome types, guardrails and templates."""

from __future__ import annotations

from ..errors import INVALID_PARAMS, HostError
from .calling import call, method_of
from .params import take
from .results import ResultError, to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .calls import CancelToken
    from .entrypoints import Entrypoint
    from .session import Session

    Params = dict[str, Any]


def sync_integration(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    """``integration/sync``"""
    direction = take(params, "direction", str)
    values = take(params, "context", dict, {})
    entry = _named(session, "integration", take(params, "name", str, None))
    result = to_json(ask(session, entry, token, "sync", {"direction": direction, "values": values}))
    answer: Params = {"created": 0, "updated": 0, "failed": 0, "message": None}
    if isinstance(result, str):
        answer["message"] = result
    elif isinstance(result, dict):
        answer.update({key: result[key] for key in answer if key in result})
    elif result is not None:
        raise ResultError(f"sync returned {type(result).__name__}: a SyncResult, a dictionary, or nothing is wanted.")
    return answer


def validate_outcome(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    """``outcome/validate``"""
    problems = _ask_outcome(session, params, token, "validate_spec")
    found = [] if problems in (None, True) else problems if isinstance(problems, list) else [problems]
    return {"problems": [_problem(problem) for problem in found]}


def ask_default_stack(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    """``outcome/defaultStack``"""
    return {"stack": _ask_outcome(session, params, token, "get_default_stack") or {}}


def ask_acceptance(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    """``outcome/acceptance``"""
    return {"acceptance": _ask_outcome(session, params, token, "generate_acceptance_criteria") or {}}


def check_guardrail(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    """``guardrail/check``"""
    from ..context.findings import to_finding

    rules, paths = take(params, "rules", list, None), take(params, "files", list)
    if not all(isinstance(path, str) for path in [*paths, *(rules or ())]):
        raise HostError("The parameters 'files' and 'rules' must be lists of texts.", INVALID_PARAMS)
    entry = _named(session, "guardrail", take(params, "name", str, None))
    ctx = session.context(token)
    files = [ctx.project.file(path) for path in paths]
    result = ask(session, entry, token, "check", {"files": files, "rules": rules}, ctx)
    findings, metrics = result, {}
    if isinstance(result, dict):
        findings, metrics = result.get("findings"), result.get("metrics")
    elif isinstance(result, tuple) and len(result) == 2:
        findings, metrics = result
    elif hasattr(result, "findings"):
        findings, metrics = getattr(result, "findings"), getattr(result, "metrics", None)
    return {"findings": [to_finding(finding) for finding in findings or ()], "metrics": to_json(metrics or {})}


def provide_context(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    """``template/context``"""
    name = take(params, "name", str)
    entry = session.single("context", name, "context provider")
    return {"context": to_json(ask(session, entry, token, "provide", {"name": name})) or {}}


def post_process(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    """``template/postProcess``"""
    name, content = take(params, "name", str), take(params, "content", str)
    entry = session.single("postProcessor", name, "post-processor")
    result = ask(session, entry, token, "process", {"content": content, "name": name})
    return {"content": content if result is None else str(result)}


def ask(session: Session, entry: Entrypoint, token: CancelToken, method: str, values: Params, ctx: Any = None) -> Any:
    """Calls the method of the entry point's object, or its function."""
    function = method_of(session.target(entry, token), method, entry)
    offered = values if "ctx" in values else {"ctx": session.context(token) if ctx is None else ctx, **values}
    return call(function, offered, token)


def _ask_outcome(session: Session, params: Params, token: CancelToken, method: str) -> Any:
    kind, document = take(params, "type", str), take(params, "document", dict, {})
    entry = session.single("outcome", kind, "outcome type")
    function = method_of(session.target(entry, token), method, entry)
    # Subclasses take the document alone, or the context as well.
    return to_json(call(function, {"spec": document, "ctx": session.context(token)}, token))


def _problem(value: Any) -> Params:
    if isinstance(value, str):
        return {"severity": "error", "message": value, "path": None}
    if value is False:
        return {"severity": "error", "message": "The document is not valid.", "path": None}
    if not isinstance(value, dict) or not isinstance(value.get("message"), str):
        raise ResultError("A problem is a text, a Problem, or a dictionary with 'message'.")
    return {"severity": value.get("severity") or "error", "message": value["message"], "path": value.get("path")}


def _named(session: Session, kind: str, name: str | None) -> Entrypoint:
    if name is not None:
        return session.single(kind, name, kind)
    found = session.find(kind, None)
    if len(found) != 1:
        raise HostError(f"The plugin has {len(found)} handlers of the kind '{kind}': the call must name one.", INVALID_PARAMS)
    return found[0]
