"""A conformance plugin's folder: how it is started and where its handlers are."""

from __future__ import annotations

import json
import os
import pathlib
from dataclasses import dataclass
from typing import Any

from suite.script import ScriptError


@dataclass
class Package:
    """What conformance.json and manifest.json say together."""

    folder: pathlib.Path
    language: str
    command: list[str]
    environment: dict[str, str]
    variables: dict[str, Any]


def load_package(folder: pathlib.Path, manifest: dict, share: pathlib.Path, command: list[str]) -> Package:
    """Reads a plugin's folder. The command, if there is one, takes the place of the folder's own."""
    file = folder / "conformance.json"
    try:
        description = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ScriptError(f"{file} is not there: build the plugin, or name its folder with --package") from error
    places = {"package": str(folder), "share": str(share)}
    start = command or description["start"]
    extra = {name: fill(text, places) for name, text in description.get("environment", {}).items()}
    return Package(
        folder,
        description["language"],
        [fill(word, places) for word in start],
        extra,
        variables(folder, manifest, description),
    )


def fill(text: str, places: dict[str, str]) -> str:
    for name, place in places.items():
        text = text.replace("{" + name + "}", place)
    return text


def variables(folder: pathlib.Path, manifest: dict, description: dict) -> dict[str, Any]:
    """What scripts may name."""
    values: dict[str, Any] = {
        "package": str(folder),
        "language": description["language"],
        "plugin": manifest["plugin"],
        "value": manifest["value"],
    }
    entrypoints = []
    for entry in manifest["handlers"]:
        place = description["entrypoints"].get(entry["key"])
        if place is None:
            raise ScriptError(f"conformance.json has no entry point for '{entry['key']}'")
        path, _, member = place.partition(":")
        values[f"entry:{entry['key']}:path"] = path
        values[f"entry:{entry['key']}:member"] = member or None
        entrypoints.append(
            {"handler": entry["handler"], "path": path, "member": member or None, "name": entry.get("name")}
        )
    values["entrypoints"] = entrypoints
    values["handlers"] = sorted({entry["handler"] for entry in manifest["handlers"]})
    values["working"] = [id for id in values["handlers"] if id != "command:conf:broken"]
    return values


def environment(package: Package, home: pathlib.Path) -> dict[str, str]:
    """What a plugin's process gets: little, as from the host."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "DOTNET_ROOT") if name in os.environ}
    settings = {"HOME": str(home), "TMPDIR": str(home), "DOTNET_CLI_HOME": str(home), "DOTNET_NOLOGO": "1"}
    return {**kept, **settings, **package.environment}
