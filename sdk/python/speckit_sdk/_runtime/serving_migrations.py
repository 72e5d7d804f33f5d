"""Answers the methods of migrations."""

from __future__ import annotations

import os

from ..errors import INVALID_PARAMS, HostError
from .calling import call, method_of, run
from .params import take
from .results import ResultError, to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .calls import CancelToken
    from .session import Session

    Params = dict[str, Any]


def migrate_config(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    """``migrate/config``"""
    config = take(params, "config", dict)
    function = _find(session, params, "migrate_config", token)
    result = to_json(call(function, {"old_config": config, "ctx": session.context(token)}, token))
    if not isinstance(result, dict):
        raise ResultError("migrate_config gives the new configuration, a dictionary.")
    return {"config": result}


def migrate_data(session: Session, method: str, params: Params, token: CancelToken) -> Any:
    """``migrate/data``"""
    function = _find(session, params, "migrate_data", token)
    if function is not None:
        ctx = session.context(token)
        run(function, (ctx.data_dir,), {}, token)
    return {}


def _find(session: Session, params: Params, method: str, token: CancelToken) -> Any:
    """The method of the migration of those versions: the manifest names it, or it is in a file of ``migrations/``."""
    versions = take(params, "from", str), take(params, "to", str)
    subject = "->".join(versions)
    entries = session.find("migration", subject)
    if entries:
        target = session.target(entries[0], token)
        # A function of the manifest migrates the configuration alone.
        return None if method == "migrate_data" and hasattr(target, "__code__") else method_of(target, method, entries[0])
    for migration in _in_folder(session.package):
        if (migration.from_version, migration.to_version) == versions:
            return getattr(migration(), method)
    raise HostError(f"The plugin has no migration from {versions[0]} to {versions[1]} ({subject}).", INVALID_PARAMS)


def _in_folder(package: str) -> list[Any]:
    from ..migrations import Migration
    from .loading import load

    folder = os.path.join(package, "migrations")
    found = []
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        if name.endswith(".py") and name != "__init__.py":
            values = list(vars(load(package, f"migrations/{name}")).values())
            found += [kind for kind in values if isinstance(kind, type) and issubclass(kind, Migration) and kind is not Migration]
    return found
