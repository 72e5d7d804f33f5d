"""What one test of a class imports is there for its other tests, as the example of the design (§12.3) has it."""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
import textwrap
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_done: set[type] = set()


def share_imports(case: type) -> None:
    """Imports, into the module of a class, the names that one of its methods imports and another one uses without doing so."""
    if case in _done:
        return
    _done.add(case)
    module = sys.modules.get(case.__module__)
    if module is None:
        return
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(case)))
    except (OSError, TypeError, SyntaxError):
        return
    imported = {
        name.asname or name.name: (node.module, name.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
        for name in node.names
    }
    for name in imported.keys() & _missing(case, module):
        source, member = imported[name]
        try:
            setattr(module, name, getattr(import_module(source), member))
        except (ImportError, AttributeError):
            continue  # The test that imports it says what is wrong.


def _missing(case: type, module: Any) -> set[str]:
    """The global names that methods use and nobody defines."""
    used: set[str] = set()
    for value in vars(case).values():
        if inspect.isfunction(value):
            used.update(value.__code__.co_names)
    return {name for name in used if not hasattr(module, name) and not hasattr(builtins, name)}
