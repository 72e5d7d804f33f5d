"""Commands that need nothing of the host but what every call has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from speckit_sdk import Command, CommandResult, PluginContext, UsageError, argument, option

MANIFEST = Path(__file__).parents[3] / "manifest.json"


class Echo(Command):
    @argument("texts")
    @option("--shout", default=False)
    @option("--dry-run", default=False)
    @option("--word", default="none")
    @option("--tag")
    @option("--count", default=1)
    @option("--ratio", default=0.5)
    def run(
        self,
        ctx: PluginContext,
        texts: list[str],
        shout: bool,
        dry_run: bool,
        word: str,
        tag: list[str],
        count: int,
        ratio: float,
    ) -> Any:
        options = {"shout": shout, "dry-run": dry_run, "word": word, "tag": tag, "count": count, "ratio": ratio}
        return {"arguments": texts, "options": options}


class Typed(Command):
    @argument("who")
    @argument("times", default=1)
    def run(self, ctx: PluginContext, who: str, times: int) -> Any:
        return {"who": who, "times": times}


def value() -> Any:
    return json.loads(MANIFEST.read_text(encoding="utf-8"))["value"]


def length(ctx: PluginContext, text: str) -> Any:
    # A bare number would be an exit code.
    return CommandResult(len(text))


def large(ctx: PluginContext, n: int) -> str:
    return "x" * n


def exit_with(ctx: PluginContext, code: int) -> CommandResult:
    return CommandResult({"code": code}, code)


def void(ctx: PluginContext) -> None:
    pass


def nan() -> Any:
    return {"value": float("nan")}


def surrogate() -> str:
    return "a\ud800b"


def fail() -> None:
    raise ValueError("conf: this went wrong")


def usage() -> None:
    raise UsageError("conf: not like this")


def slow(ctx: PluginContext, milliseconds: int) -> str:
    ctx.console.print("slow")
    ctx.sleep(milliseconds / 1000)
    return "done"


def rubbish() -> str:
    print("conf: rubbish")
    print("conf: half a line", end="")
    print("conf: rubbish", file=sys.__stdout__)
    sys.stdout.buffer.write(b"conf: rubbish\n")
    os.write(1, b"conf: rubbish\n")
    subprocess.run([sys.executable, "-c", "print('conf: rubbish')"], check=True)
    return "printed"


def standard_input() -> str:
    return sys.stdin.read() + os.read(0, 10).decode()


def background() -> str:
    def fail_later() -> None:
        time.sleep(0.05)
        raise ValueError("conf: failed behind")

    threading.Thread(target=fail_later, daemon=True).start()
    return "started"


def config(ctx: PluginContext) -> Any:
    return {"config": ctx.config, "text": ctx.config.get_str("text", "fallback")}


def context(ctx: PluginContext) -> Any:
    return {
        "plugin": {"name": ctx.plugin_name, "version": ctx.plugin_version},
        "project": {"name": ctx.project.name, "root": ctx.project.root},
        "dataDir": ctx.data_dir,
        "capabilities": sorted(ctx.capabilities),
    }


def data(ctx: PluginContext, name: str, text: str) -> str:
    (ctx.data_dir / name).write_text(text, encoding="utf-8", newline="")
    return "written"
