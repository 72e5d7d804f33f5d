"""Which lines of a file can be executed."""

from __future__ import annotations

import ast
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

PRAGMA = "pragma: no cover"
SKIPPED_FOLDERS = frozenset({"tests", "test", "vendor", "node_modules", "__pycache__", "build", "dist", "venv"})


def files_of(package: str) -> list[str]:
    """The plugin's own files, without its tests, as paths in it."""
    found: list[str] = []
    for folder, folders, names in os.walk(package):
        folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS and not name.startswith("."))
        for name in sorted(names):
            if name.endswith(".py") and not name.startswith("test_") and name not in ("conftest.py", "setup.py"):
                found.append(os.path.relpath(os.path.join(folder, name), package).replace(os.sep, "/"))
    return found


class FileLines:
    """The statements of a file, each known by its first line.

    What ``# pragma: no cover`` marks, and what only type checkers see, does not count.
    """

    def __init__(self, source: bytes, name: str) -> None:
        self._first: dict[int, int] = {}
        excluded: set[int] = set()
        tree = ast.parse(source, name)
        text = source.decode("utf-8", "replace").splitlines()
        self._read(tree, text, excluded)
        code = compile(source, name, "exec", dont_inherit=True)
        lines = {line for line in _lines_of(code) if line in self._first}
        self.statements = {self._first[line] for line in lines} - excluded

    def covered(self, executed: set[int]) -> int:
        """How many statements have a line among those."""
        return len(self.statements & {self._first[line] for line in executed if line in self._first})

    def _read(self, node: ast.AST, text: list[str], excluded: set[int]) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt):
                self._add(child)
                if _is_excluded(child, text):
                    excluded.update(range(_start(child), (child.end_lineno or child.lineno) + 1))
                elif isinstance(child, ast.If) and _is_for_checkers(child.test):
                    last = child.body[-1].end_lineno or 0
                    excluded.update(range(child.body[0].lineno, last + 1))
            self._read(child, text, excluded)

    def _add(self, node: ast.stmt) -> None:
        body = getattr(node, "body", None)
        first_inner = body[0] if isinstance(body, list) and body else None
        end = _start(first_inner) - 1 if first_inner is not None else node.end_lineno or node.lineno
        if isinstance(node, ast.Match):
            end = node.subject.end_lineno or node.lineno
        for line in range(_start(node), max(end, node.lineno) + 1):
            self._first[line] = node.lineno


def _start(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", None)
    return min([node.lineno, *(decorator.lineno for decorator in decorators or ())])


def _is_excluded(node: ast.stmt, text: list[str]) -> bool:
    return any(PRAGMA in text[line - 1] for line in range(_start(node), node.lineno + 1) if line <= len(text))


def _is_for_checkers(test: ast.expr) -> bool:
    name = test.id if isinstance(test, ast.Name) else test.attr if isinstance(test, ast.Attribute) else ""
    return name == "TYPE_CHECKING"


def _lines_of(code: CodeType) -> Iterator[int]:
    for _, _, line in code.co_lines():
        if line:
            yield line
    for constant in code.co_consts:
        if hasattr(constant, "co_lines"):
            yield from _lines_of(constant)
