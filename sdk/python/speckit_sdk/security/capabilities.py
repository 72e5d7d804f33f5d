"""Capability declarations."""

from __future__ import annotations

from ..errors import CapabilityDeniedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..plugin import Plugin

__all__ = ["Capability", "CapabilityDeniedError", "CapabilityManager"]


class Capability:
    """What a manifest may ask for under ``requires.capabilities`` (design §8.3)."""

    NETWORK = "network"
    FILESYSTEM_READ = "filesystem.read"
    FILESYSTEM_WRITE = "filesystem.write"
    SUBPROCESS = "subprocess"
    BACKLOG_READ = "backlog.read"
    BACKLOG_WRITE = "backlog.write"
    ENVIRONMENT = "environment"

    ALL = (NETWORK, FILESYSTEM_READ, FILESYSTEM_WRITE, SUBPROCESS, BACKLOG_READ, BACKLOG_WRITE, ENVIRONMENT)


class CapabilityManager:
    """Asks whether a plugin may do something, before work that would be in vain. The host decides, whatever this says."""

    def check(self, plugin: Plugin, capability: str) -> bool:
        """True; ``CapabilityDeniedError`` when it may not."""
        if capability not in plugin.manifest.requires.capabilities:
            name = plugin.name or plugin.manifest.name
            raise CapabilityDeniedError(
                f"Plugin '{name}' does not have '{capability}' capability. "
                f"Add to plugin.yaml requires.capabilities to request.",
                capability,
                name,
                "add it to requires.capabilities",
            )
        return True
