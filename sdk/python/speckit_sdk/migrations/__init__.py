"""Migrations from one version of a plugin to another (design §11.3)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

__all__ = ["Migration"]


class Migration:
    """Turns the configuration and the data of one version into those of another. It is found by its versions, not by its file."""

    from_version: str = ""
    to_version: str = ""

    def migrate_config(self, old_config: dict[str, Any]) -> dict[str, Any]:
        """The configuration for the new version. The old one is a copy, and may be changed."""
        return old_config

    def migrate_data(self, plugin_dir: Path) -> Any:
        """Changes the files in the plugin's data folder."""
