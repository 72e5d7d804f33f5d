"""Project scaffolding utilities."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from ..context import PluginContext

_PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_.]*)\s*\}\}")


class Scaffolder:
    """Fills templates and writes the results. ``{{name}}`` stands for a value, ``{{stack.backend}}`` for one inside another."""

    def __init__(self, ctx: PluginContext, values: Mapping[str, Any] | None = None) -> None:
        self._ctx = ctx
        self.values: dict[str, Any] = {
            "project_name": ctx.project.name,
            "project_title": ctx.project.title,
            "module_name": snake_case(ctx.project.name),
            **(values or {}),
        }
        self.written: list[str] = []
        """The paths that were written so far."""

    def directories(self, paths: Iterable[str]) -> None:
        """Creates folders."""
        for path in paths:
            self._ctx.files.create_directory(self.render(path))

    def file(self, path: str, template: str) -> str:
        """Writes a file; placeholders in the path are filled, too. Gives the path."""
        target = self.render(path)
        self._ctx.files.write(target, self.render(template))
        self.written.append(target)
        return target

    def tree(self, folder: str) -> list[str]:
        """Writes all files of a folder of the plugin's package. ``.template`` at the end of a name is dropped."""
        import os

        root = os.path.join(str(self._ctx.package_dir), *folder.split("/"))
        paths = []
        for path, folders, names in os.walk(root):
            folders.sort()
            for name in sorted(names):
                source = os.path.join(path, name)
                with open(source, encoding="utf-8", newline="") as file:
                    target = os.path.relpath(source, root).replace(os.sep, "/").removesuffix(".template")
                    paths.append(self.file(target, file.read()))
        return paths

    def render(self, template: str) -> str:
        """Fills a text. ``KeyError`` for a placeholder without a value."""
        return _PLACEHOLDER.sub(lambda match: str(self._value(match[1])), template)

    def _value(self, name: str) -> Any:
        value: Any = self.values
        for part in name.split("."):
            try:
                value = value[part]
            except (KeyError, TypeError):
                raise KeyError(f"the template has {{{{{name}}}}}, and there is no such value") from None
        return value


def words(name: str) -> list[str]:
    """The words of a name, in lower case: of ``userAccount``, ``user-account``, ``User account``."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", name)]


def snake_case(name: str) -> str:
    """``user_account``"""
    return "_".join(words(name))


def kebab_case(name: str) -> str:
    """``user-account``"""
    return "-".join(words(name))


def pascal_case(name: str) -> str:
    """``UserAccount``"""
    return "".join(word.capitalize() for word in words(name))
