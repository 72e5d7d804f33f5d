"""What the manifest says this process serves, and the objects that serve it."""

from __future__ import annotations

import threading

from ..errors import EntrypointError
from .loading import find, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

# Of each kind: the class that a file may bring, and the function that is taken when the manifest names no member.
KINDS: dict[str, tuple[str, str, str]] = {
    "command": ("commands.base", "Command", "run"),
    "hook": ("events.hook", "EventHook", "handle"),
    "phase": ("workflows.phase", "WorkflowPhase", "handler"),
    "integration": ("integrations", "Integration", "connector"),
    "stack": ("stacks.template", "StackTemplate", "scaffold"),
    "outcome": ("outcomes", "OutcomeType", "validate_spec"),
    "guardrail": ("guardrails", "Guardrail", "check"),
    "context": ("templates", "ContextProvider", "context"),
    "postProcessor": ("templates", "PostProcessor", "process"),
    "migration": ("migrations", "Migration", "migrate_config"),
}


class Entrypoint:
    """One entry point of the manifest. Its file is loaded at the first use."""

    def __init__(self, package: str, handler: str, path: str, member: str | None, name: str | None) -> None:
        self.handler = handler
        self.kind, _, self.subject = handler.partition(":")
        self.path = path
        self.member = member
        self.name = name
        self._package = package
        self._lock = threading.RLock()
        self._target: Any = None
        self._cache: dict[str, Any] = {}

    def target(self) -> Any:
        """A function, or an object of a class. Raises ``EntrypointError`` when the file has no such thing."""
        with self._lock:
            if self._target is None:
                self._target = self._resolve(load(self._package, self.path))
            return self._target

    def cached(self, name: str, make: Callable[[], Any]) -> Any:
        """Something that is made of the target once."""
        with self._lock:
            if name not in self._cache:
                self._cache[name] = make()
            return self._cache[name]

    def _resolve(self, module: ModuleType) -> Any:
        if self.kind not in KINDS:
            raise EntrypointError(f"This SDK knows no handlers of the kind '{self.kind}'.")
        base_module, base_name, usual = KINDS[self.kind]
        found = find(module, self.member) if self.member else None
        if found is None or not (callable(found) or self._fits(found, base_module, base_name)):
            found = self._search(module, base_module, base_name, usual)
        return found() if isinstance(found, type) else found

    def _search(self, module: ModuleType, base_module: str, base_name: str, usual: str) -> Any:
        """The file names one thing, but the manifest may leave it to the class: §4 says ``security_scan.py:run``, and §7.2 has a class."""
        classes = [value for value in _own_classes(module) if self._fits(value, base_module, base_name)]
        named = [value for value in classes if self._is_named(value)]
        if len(classes) == 1 or len(named) == 1:
            return (named or classes)[0]
        functions = [value for value in vars(module).values() if self._is_decorated(value)]
        if not classes and len(functions) == 1:
            return functions[0]
        if not classes and self.member is None and callable(function := getattr(module, usual, None)):
            return function
        raise EntrypointError(self._missing(module, classes, base_name, usual))

    def _missing(self, module: ModuleType, classes: list[Any], base_name: str, usual: str) -> str:
        names = ", ".join(value.__name__ for value in classes)
        if self.member is not None:
            from .suggest import suggest

            known = [name for name in vars(module) if not name.startswith("_")]
            several = f" It has several {base_name} classes: {names}." if classes else f" It has no {base_name} class either."
            return f"{self.path} has no '{self.member}' for {self.handler}.{suggest(self.member, known)}{several}"
        if classes:
            return f"{self.path} has several classes for {self.handler}: {names}. Name one in plugin.yaml: {self.path}:{classes[0].__name__}."
        return f"{self.path} has nothing for {self.handler}: it needs a {base_name} class, or a function '{usual}'."

    def _is_named(self, value: Any) -> bool:
        """Whether it says itself that it is this one, among several of its file."""
        if self.kind == "migration":
            return f"{value.from_version}->{value.to_version}" == self.subject
        if self.kind == "phase":
            return value.phase == self.subject.rpartition(":")[0]
        return getattr(value, "name", None) in (self.name, self.subject)

    def _is_decorated(self, value: Any) -> bool:
        return self.kind == "command" and getattr(value, "__speckit_command__", None) == self.subject

    @staticmethod
    def _fits(value: Any, base_module: str, base_name: str) -> bool:
        from importlib import import_module

        base = getattr(import_module(f"speckit_sdk.{base_module}"), base_name)
        kind = value if isinstance(value, type) else type(value)
        return kind is not base and issubclass(kind, base)


def _own_classes(module: ModuleType) -> list[type]:
    """The classes that the file defines, in its order; those that it only imports when it defines none."""
    classes = {id(value): value for value in vars(module).values() if isinstance(value, type)}
    own = [value for value in classes.values() if value.__module__ == module.__name__]
    return own or list(classes.values())
