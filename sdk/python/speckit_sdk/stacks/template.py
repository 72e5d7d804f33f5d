"""Stack template base."""

from __future__ import annotations

from ..plugin import Plugin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    from ..context import PluginContext

    F = TypeVar("F", bound=Callable[..., Any])


def file_template(path: str) -> Callable[[F], F]:
    """Marks a method that gives the content of a file. ``path`` may have ``{project_name}`` in it."""

    def mark(function: F) -> F:
        function.__speckit_file__ = path  # type: ignore[attr-defined]
        return function

    return mark


class StackTemplate(Plugin):
    """A technology stack (design §7.2). Its methods take what they name in their parameters, as is said with each."""

    dependencies: Sequence[str] = ()
    """The packages that a project of this stack needs."""

    dev_dependencies: Sequence[str] = ()
    """The packages that its developers need besides."""

    def is_compatible(self, *args: Any, **kwargs: Any) -> Any:
        """Whether it suits: a boolean, or that and a reason. Takes ``outcome_type``, ``requirements`` and ``ctx``, as it likes."""
        return True

    def get_configuration(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The configuration that it brings. Takes ``ctx``, and ``values`` of the host, as it likes."""
        return {"dependencies": list(self.dependencies), "dev_dependencies": list(self.dev_dependencies)}

    def scaffold(self, ctx: PluginContext, *args: Any, **kwargs: Any) -> Any:
        """Makes a project. Takes ``ctx``, and ``spec`` and ``config`` if it likes.

        Writes through the context, or returns the contents of files by their paths, which the host writes.
        """
        self.generate_templates(ctx)

    def render_templates(self, ctx: PluginContext) -> dict[str, str]:
        """The contents of the files that are marked with ``@file_template``, by their paths."""
        names = [name for kind in reversed(type(self).__mro__) for name, value in vars(kind).items() if _is_template(value)]
        files: dict[str, str] = {}
        for name in dict.fromkeys(names):
            method = getattr(self, name)
            if _is_template(method):
                files[method.__speckit_file__.replace("{project_name}", ctx.project.name)] = method(ctx)
        return files

    def generate_templates(self, ctx: PluginContext) -> list[str]:
        """Writes those files, and gives their paths. Needs ``filesystem.write``."""
        files = self.render_templates(ctx)
        for path, content in files.items():
            ctx.files.write(path, content)
        return list(files)


def _is_template(value: Any) -> bool:
    return getattr(value, "__speckit_file__", None) is not None
