"""Test cases of plugins, for ``unittest`` and ``pytest``."""

from __future__ import annotations

import os
import sys
import unittest

from .._runtime.binding import CommandModel
from .._runtime.calling import method_of, run
from .._runtime.entrypoints import Entrypoint
from .._runtime.loading import prepare_path
from .._runtime.results import to_json
from ..commands.base import CommandResult
from .sharing import share_imports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ..context import PluginContext


class PluginTestCase(unittest.TestCase):
    """A test case whose tests can import the plugin's modules, wherever they are started."""

    def run(self, result: unittest.TestResult | None = None) -> unittest.TestResult | None:
        """Runs one test."""
        prepare_path(self.package_dir())
        share_imports(type(self))
        return super().run(result)

    @classmethod
    def package_dir(cls) -> str:
        """The plugin's folder: the nearest one above the test with a ``plugin.yaml``, else the current one."""
        file = getattr(sys.modules.get(cls.__module__), "__file__", None)
        folder = os.path.dirname(os.path.abspath(file)) if file else os.getcwd()
        while not os.path.isfile(os.path.join(folder, "plugin.yaml")):
            above = os.path.dirname(folder)
            if above == folder:
                return os.getcwd()
            folder = above
        return folder


def run_command(
    command: Any, ctx: PluginContext, arguments: Sequence[str] = (), options: Mapping[str, Any] | None = None
) -> CommandResult:
    """Runs a command as the host does: texts are turned into values, and the result into JSON. ``UsageError`` when the call does not fit."""
    target = command() if isinstance(command, type) else command
    name = getattr(target, "name", "") or getattr(target, "__name__", type(target).__name__)
    entry = Entrypoint("", f"command:{name}", "test", None, None)
    model = CommandModel(name, method_of(target, "run", entry))
    positional, keywords = model.bind(ctx, [str(text) for text in arguments], dict(options or {}))
    result = run(model.function, tuple(positional), keywords, None)
    if isinstance(result, CommandResult):
        return CommandResult(to_json(result.result), result.exit_code)
    if isinstance(result, int) and not isinstance(result, bool):
        return CommandResult(None, result)
    return CommandResult(to_json(result))
