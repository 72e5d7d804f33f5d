"""What a plugin is given: its configuration, and the services of the host."""

from __future__ import annotations

from .config import Config
from .plugin_context import PluginContext

__all__ = ["Config", "PluginContext"]
