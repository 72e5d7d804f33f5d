"""Tells objects of the plugin's life."""

from __future__ import annotations

import os
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .calls import CancelToken
    from .session import Session

PLACES = ("plugin.py", "src/plugin.py")


class Lifecycle:
    """The plugin's objects that live as long as it runs, and what they were told."""

    def __init__(self, session: Session) -> None:
        self._session = session
        # Held while an object is told: a second call must not use it before it is ready.
        self._lock = threading.RLock()
        self._objects: list[Any] = []
        self._told: list[str] = []

    def tell(self, method: str, token: CancelToken) -> None:
        """Tells all objects. The plugin's own is made now, those of entry points when they are used."""
        if not self._told:
            self._told.append("initialize")
            if path := next(filter(self._exists, PLACES), None):
                self._make(path, token)
        for known in list(self._objects):
            self._call(known, method, token)
        self._told.append(method)

    def join(self, target: Any, token: CancelToken) -> None:
        """A new object of an entry point: it is told what was before, when it wants to know."""
        from ..plugin import Plugin, PluginManifest

        if not isinstance(target, Plugin):
            return
        with self._lock:
            if any(known is target for known in self._objects):
                return
            start = self._session.start or {}
            info = start.get("plugin") or {}
            target.manifest = PluginManifest(info.get("name", ""), info.get("version", ""), start.get("capabilities") or ())
            for method in self._told:
                self._call(target, method, token)
            self._objects.append(target)

    def _make(self, path: str, token: CancelToken) -> None:
        from ..plugin import Plugin
        from .loading import load

        module = load(self._session.package, path)
        own = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, Plugin)]
        own = [value for value in own if value.__module__ == module.__name__]
        if own:
            self.join(own[-1](), token)

    def _exists(self, path: str) -> bool:
        return os.path.isfile(os.path.join(self._session.package, *path.split("/")))

    def _call(self, target: Any, method: str, token: CancelToken) -> None:
        from .calling import run

        context = self._session.context(token)
        run(getattr(target, method), (context.config if method == "configure" else context,), {}, token)
