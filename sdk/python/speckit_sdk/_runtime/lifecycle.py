"""The plugin's own object: a ``Plugin`` class in ``plugin.py`` or ``src/plugin.py``."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .calls import CancelToken
    from .session import Session

PLACES = ("plugin.py", "src/plugin.py")


def tell(session: Session, method: str, token: CancelToken) -> None:
    """Calls the object's method; nothing when there is no object. It is made at ``configure``, and told ``initialize`` then."""
    if session.plugin is None:
        session.plugin = _make(session)
        if session.plugin:
            _call(session, "initialize", token)
    if session.plugin:
        _call(session, method, token)


def _call(session: Session, method: str, token: CancelToken) -> None:
    from .calling import run

    context = session.context(token)
    argument: Any = context.config if method == "configure" else context
    run(getattr(session.plugin, method), (argument,), {}, token)


def _make(session: Session) -> Any:
    """The object, or false."""
    for path in PLACES:
        if os.path.isfile(os.path.join(session.package, *path.split("/"))):
            from ..plugin import Plugin
            from .loading import load

            module = load(session.package, path)
            classes = [
                value
                for value in vars(module).values()
                if isinstance(value, type) and issubclass(value, Plugin) and value is not Plugin
            ]
            if classes:
                return classes[-1]()
    return False
