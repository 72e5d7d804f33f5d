"""The base of objects that live as long as the plugin runs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from .context import Config, PluginContext


class Requirements:
    """``requires`` of a manifest."""

    __slots__ = ("capabilities",)

    def __init__(self, capabilities: Iterable[str] = ()) -> None:
        self.capabilities = list(capabilities)


class PluginManifest:
    """What a plugin knows of its manifest at run time."""

    __slots__ = ("name", "requires", "version")

    def __init__(self, name: str = "", version: str = "", capabilities: Iterable[str] = ()) -> None:
        self.name = name
        self.version = version
        self.requires = Requirements(capabilities)


class Plugin:
    """A plugin as a whole: a subclass in ``plugin.py`` or ``src/plugin.py`` is told of the plugin's life.

    Objects of entry points that derive from this (``Integration``, ``StackTemplate``, ``OutcomeType``, ``Guardrail`` do)
    are told, too: since they are made at the first use, what was before is told to them then.
    All four methods may be asynchronous.
    """

    name: str = ""
    version: str = ""
    description: str = ""
    manifest: PluginManifest = PluginManifest()

    def initialize(self, ctx: PluginContext) -> Any:
        """The connection is there."""

    def configure(self, config: Config) -> Any:
        """The configuration is there."""

    def activate(self, ctx: PluginContext) -> Any:
        """Calls may come from now on."""

    def deactivate(self, ctx: PluginContext) -> Any:
        """The last call was answered."""
