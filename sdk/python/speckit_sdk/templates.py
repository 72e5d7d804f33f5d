"""Templates: the values they are filled with, and what is done to the result."""

from __future__ import annotations

from .plugin import Plugin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .context import PluginContext


class ContextProvider(Plugin):
    """Gives values to templates."""

    def provide(self, ctx: PluginContext, name: str) -> dict[str, Any]:
        """The values by name."""
        raise NotImplementedError(f"{type(self).__name__} has no method 'provide'")


class PostProcessor(Plugin):
    """Works on filled templates."""

    def process(self, ctx: PluginContext, content: str, name: str) -> str:
        """The text that the template becomes."""
        raise NotImplementedError(f"{type(self).__name__} has no method 'process'")
