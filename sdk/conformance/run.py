#!/usr/bin/env python3
"""Runs the conformance scripts against a plugin. Exits with 0 when all pass, 1 when some fail, 2 for bad usage."""

from __future__ import annotations

import argparse
import fnmatch
import json
import pathlib
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from suite.package import Package, environment, load_package  # noqa: E402
from suite.player import Mismatch, Player  # noqa: E402
from suite.plugin import Plugin  # noqa: E402
from suite.report import Outcome, printable, write_junit  # noqa: E402
from suite.script import Script, ScriptError, load  # noqa: E402

MOST_LINES = 14


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    try:
        manifest = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
        package = load_package(options.package.resolve(), manifest, options.share.resolve(), options.command)
        scripts = [load(file, options.scripts) for file in sorted(options.scripts.glob("*.jsonl"))]
    except ScriptError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    chosen = [script for script in scripts if is_chosen(script.name, options.filter)]
    if not chosen:
        print(f"error: no script matches '{options.filter}'", file=sys.stderr)
        return 2
    outcomes = [run_and_tell(script, package, options) for script in chosen]
    failed = sum(outcome.failure is not None for outcome in outcomes)
    if options.junit:
        write_junit(options.junit, f"conformance.{package.language}", outcomes)
    print(f"{package.language}: {len(outcomes) - failed} passed, {failed} failed")
    return 1 if failed else 0


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=pathlib.Path, required=True, help="the folder of the built plugin")
    parser.add_argument("--share", type=pathlib.Path, default=HERE.parent, help="the folder of the SDKs, {share}")
    parser.add_argument("--filter", default="*", help="part of a script's name, or a pattern with *")
    parser.add_argument("--junit", type=pathlib.Path, help="writes the results into this file")
    parser.add_argument("--patience", type=float, default=1, help="multiplies all time limits, for slow machines")
    parser.add_argument("--scripts", type=pathlib.Path, default=HERE / "scripts", help=argparse.SUPPRESS)
    parser.add_argument("--verbose", action="store_true", help="shows the whole conversation of what fails")
    own, _, command = split(arguments)
    options = parser.parse_args(own)
    options.command = command
    return options


def split(arguments: list[str]) -> tuple[list[str], str, list[str]]:
    if "--" not in arguments:
        return arguments, "", []
    at = arguments.index("--")
    return arguments[:at], "--", arguments[at + 1 :]


def is_chosen(name: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(name, pattern if "*" in pattern else f"*{pattern}*")


def run_and_tell(script: Script, package: Package, options: argparse.Namespace) -> Outcome:
    started = time.monotonic()
    failure = run(script, package, options)
    outcome = Outcome(script.name, script.about, time.monotonic() - started, failure)
    mark = "ok  " if failure is None else "FAIL"
    print(f"{mark} {script.name}: {script.about} ({outcome.seconds * 1000:.0f} ms)")
    if failure is not None:
        print(printable("    " + failure.replace("\n", "\n    ")))
    sys.stdout.flush()
    return outcome


def run(script: Script, package: Package, options: argparse.Namespace) -> str | None:
    """Plays a script in fresh folders; gives what went wrong."""
    with tempfile.TemporaryDirectory(prefix="conformance-", ignore_cleanup_errors=True) as folder:
        places = {name: pathlib.Path(folder, name) for name in ("project", "data", "home")}
        for place in places.values():
            place.mkdir()
        variables = {**package.variables, "project": str(places["project"]), "data": str(places["data"])}
        try:
            plugin = Plugin(package.command, places["project"], environment(package, places["home"]))
        except OSError as error:
            return f"the plugin could not be started: {error}"
        player = Player(plugin, variables, script.timeout, options.patience)
        try:
            player.play(script)
            return None
        except (Mismatch, ScriptError) as error:
            plugin.kill()
            return explain(str(error), player, plugin, options.verbose)
        finally:
            plugin.kill()


def explain(reason: str, player: Player, plugin: Plugin, all_of_it: bool) -> str:
    last = player.conversation if all_of_it else player.conversation[-MOST_LINES:]
    errors = plugin.stderr().strip().splitlines()[-MOST_LINES:]
    text = reason + "\nthe conversation's end (→ to the plugin, ← from it):\n  " + "\n  ".join(last)
    return text + ("\nthe plugin's standard error:\n  " + "\n  ".join(errors) if errors else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
