"""Migrations, found by their versions."""

from pathlib import Path

from speckit_sdk.migrations import Migration


class One(Migration):
    from_version = "1.0.0"
    to_version = "2.0.0"

    def migrate_config(self, old_config: dict) -> dict:
        new_config = old_config.copy()
        if "old" in old_config:
            new_config["new"] = new_config.pop("old")
        return new_config

    def migrate_data(self, plugin_dir: Path) -> None:
        (plugin_dir / "migrated.txt").write_text("2.0.0\n", encoding="utf-8")


class Two(Migration):
    from_version = "2.0.0"
    to_version = "3.0.0"

    def migrate_config(self, old_config: dict) -> dict:
        raise ValueError("conf: no way")
