"""``python3 -m speckit_sdk.agents export DIR``: writes the personas and squads of a plugin into its ``agents/``."""

from __future__ import annotations

import argparse
import os
import sys

from .._runtime.loading import load, prepare_path
from .persona import AgentPersona
from .squad import Squad

FOLDERS = ("src/agents", "agents")


def main(arguments: list[str] | None = None) -> int:
    """0 when written, or up to date with ``--check``; 1 when not; 2 for bad usage or code that cannot be loaded."""
    parser = argparse.ArgumentParser(prog="speckit_sdk.agents", description="Files of personas and squads.")
    parser.add_argument("command", choices=["export"])
    parser.add_argument("directory", metavar="DIR", help="the plugin's folder; agents/*.md are written there")
    parser.add_argument("--check", action="store_true", help="write nothing; say whether the files are up to date")
    options = parser.parse_args(arguments)
    package = os.path.abspath(options.directory)
    try:
        files = render(package)
    except Exception as error:
        from .._runtime.failures import report

        print(f"error: {report('export', error)}", file=sys.stderr)
        return 2
    if not files:
        print(f"error: no AgentPersona or Squad class in {' or '.join(FOLDERS)} of {package}", file=sys.stderr)
        return 2
    return _check(package, files) if options.check else _write(package, files)


def render(package: str) -> dict[str, str]:
    """The files of a plugin by their paths in it. ``ValueError`` when two have the same name."""
    prepare_path(package)
    files: dict[str, str] = {}
    for kind in _classes(package):
        item = kind()
        text = item.to_markdown(package) if isinstance(item, AgentPersona) else item.to_markdown()
        path = f"agents/{_safe(item.name)}.md"
        if path in files:
            raise ValueError(f"two agents or squads are called '{item.name}'")
        files[path] = text
    return files


def _classes(package: str) -> list[type[AgentPersona] | type[Squad]]:
    found: dict[int, type[AgentPersona] | type[Squad]] = {}
    for folder in FOLDERS:
        path = os.path.join(package, *folder.split("/"))
        for name in sorted(os.listdir(path)) if os.path.isdir(path) else ():
            if name.endswith(".py"):
                module = load(package, f"{folder}/{name}")
                for value in vars(module).values():
                    if isinstance(value, type) and value.__module__ == module.__name__ and issubclass(value, (AgentPersona, Squad)):
                        if value.name:
                            found[id(value)] = value
    return list(found.values())


def _safe(name: str) -> str:
    if not name or not all(char.isalnum() and char.isascii() or char in "._-" for char in name) or name.startswith("."):
        raise ValueError(f"'{name}' cannot be a file's name: use letters, digits, '.', '_' and '-'")
    return name


def _write(package: str, files: dict[str, str]) -> int:
    for path, text in files.items():
        target = os.path.join(package, *path.split("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        beside = f"{target}.new"
        with open(beside, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(beside, target)
        print(path)
    return 0


def _check(package: str, files: dict[str, str]) -> int:
    stale = [path for path, text in files.items() if _read(os.path.join(package, *path.split("/"))) != text]
    for path in stale:
        print(f"error: {path} is not what the code says: run 'python3 -m speckit_sdk.agents export'", file=sys.stderr)
    return 1 if stale else 0


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError):
        return None


if __name__ == "__main__":
    sys.exit(main())
