"""Loads the files that the manifest names."""

from __future__ import annotations

import os
import sys
import threading

from ..errors import EntrypointError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

_lock = threading.RLock()


def prepare_path(package: str) -> None:
    """Lets the plugin's modules and those that it brings along in ``vendor`` be imported, before all others."""
    roots = [package]
    vendor = os.path.join(package, "vendor")
    if os.path.isdir(vendor):
        roots.append(vendor)
    sys.path[:0] = [root for root in roots if root not in sys.path]


def load(package: str, path: str) -> ModuleType:
    """The module of a file of the package, loaded once. Raises what the file raises."""
    file = os.path.join(package, *path.split("/"))
    if not os.path.isfile(file):
        raise EntrypointError(f"The package has no file {path}.")
    name = _name_of(path)
    with _lock:
        module = sys.modules.get(name)
        if module is not None and _is_file(module, file):
            return module
        return _load_new(name if module is None else f"speckit_entrypoint:{path}", file, path)


def find(module: ModuleType, member: str) -> Any:
    """A member of a module, dots between its parts; ``None`` when there is none."""
    value: Any = module
    for part in member.split("."):
        value = getattr(value, part, None)
        if value is None:
            return None
    return value


def _load_new(name: str, file: str, path: str) -> ModuleType:
    from importlib import import_module
    from importlib.util import module_from_spec, spec_from_file_location

    if name in sys.modules:
        return sys.modules[name]
    if path.startswith("migrations/"):
        from .migrating import MigrationLoader

        spec = spec_from_file_location(name, file, loader=MigrationLoader(name, file))
    else:
        spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise EntrypointError(f"{path} is no Python file.")
    parent = name.rpartition(".")[0]
    if parent and ":" not in name:
        # The plugin's own imports, absolute and relative, must find this very module.
        import_module(parent)
        if name in sys.modules:
            return sys.modules[name]
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    if parent and ":" not in name:
        setattr(sys.modules[parent], name.rpartition(".")[2], module)
    return module


def _name_of(path: str) -> str:
    parts = path.removesuffix(".py").split("/")
    if parts[-1] == "__init__" and len(parts) > 1:
        parts.pop()
    importable = all(part.isidentifier() for part in parts) and path.endswith(".py")
    return ".".join(parts) if importable else f"speckit_entrypoint:{path}"


def _is_file(module: ModuleType, file: str) -> bool:
    own = getattr(module, "__file__", None)
    return own is not None and os.path.realpath(own) == os.path.realpath(file)
