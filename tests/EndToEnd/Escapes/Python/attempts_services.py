"""Asking the host for what was not given, and in ways that could confuse it."""

from __future__ import annotations

import json
import os
from typing import Any

from attempts import Facts, attempt, tried


def asking(ctx: Any, calls: list[tuple[str, dict]]) -> dict:
    return tried([(f"{method} {json.dumps(params)[:80]}", lambda m=method, p=params: str(ctx.host.request(m, p)) or "{}") for method, params in calls])


@attempt
def services_without_grant(ctx: Any, facts: Facts) -> dict:
    return asking(
        ctx,
        [
            ("project/glob", {"patterns": ["**/*"]}),
            ("project/readFile", {"path": "src/main.py"}),
            ("project/changedFiles", {}),
            ("project/writeFile", {"path": "escaped.txt", "content": "x", "encoding": "utf-8"}),
            ("project/createDirectory", {"path": "escaped"}),
            ("backlog/list", {}),
            ("backlog/get", {"id": "task-1"}),
            ("backlog/create", {"title": "escaped"}),
            ("backlog/update", {"id": "task-1", "status": "Done"}),
            ("shell/run", {"argv": ["true"]}),
            ("http/send", {"url": f"http://127.0.0.1:{facts.allowedPort}/"}),
            ("environment/get", {"name": "ESCAPE_CANARY"}),
            ("environment/get", {"name": "PATH"}),
        ],
    )


@attempt
def services_as_another_plugin(ctx: Any, facts: Facts) -> dict:
    """Whatever a request says about who asks: the connection says it."""
    more = {"plugin": "victim", "name": "victim", "source": "core", "capabilities": ["filesystem.read"], "granted": True}
    return asking(ctx, [("project/readFile", {"path": "src/main.py", **more}), ("backlog/list", more), ("config/get ", more), ("plugin/config", more), ("initialize", more), ("command/run", {"name": "victim:hello", "arguments": [], "options": {}}), ("hook/invoke", {"event": {}}), ("shutdown", {})])


@attempt
def environment_secrets(ctx: Any, facts: Facts) -> dict:
    names = ("ESCAPE_CANARY", "escape_canary", "SPECKIT_TOKEN", "SPECKIT_BIN", "LD_PRELOAD", "AWS_SECRET_ACCESS_KEY", "ESCAPE_CANARY\x00", "ESCAPE_CANARY=", "*", "")
    return tried([(n, lambda n=n: ctx.host.request("environment/get", {"name": n}).get("value")) for n in names])


@attempt
def events_as_core(ctx: Any, facts: Facts) -> dict:
    types = ("workflow.implement.completed", "backlog.task.created", "system.init", "plugin.installed", "plugin.error", "plugin", "plugin.", "plugin..x", "PLUGIN.x", "plugin.x\nworkflow.y.completed", "plugin.conf.*", "", "a" * 10000)

    def emit(type_: str, payload: Any) -> str:
        return str(ctx.host.request("events/emit", {"type": type_, "payload": payload, "source": "core"}))

    steps = [(f"type {t[:40]!r}", lambda t=t: emit(t, {})) for t in types]
    large = {"x": "a" * 300000}
    return tried([*steps, ("large payload", lambda: emit("plugin.escape.x", large)), ("payload that is a list", lambda: emit("plugin.escape.x", [1]))])


@attempt
def deep_payload(ctx: Any, facts: Facts) -> dict:
    return asking(ctx, [("events/emit", {"type": "plugin.escape.deep", "payload": nested(200)})])


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": value}
    return value


@attempt
def tasks_of_others(ctx: Any, facts: Facts) -> dict:
    calls = [("backlog/update", {"id": i, "status": "Done", "labels": ["escaped"]}) for i in ("task-1", "TASK-1", "1", "task-01", "../task-1", "task-1 ", "task-1\n", "../../.git/config", "*")]
    calls += [("backlog/get", {"id": i}) for i in ("../../../outside/secret.txt", "../../.specify/plugins.lock.json", "")]
    calls += [("backlog/create", {"title": "escaped", "labels": ["plugin:victim"]}), ("backlog/create", {"title": "escaped", "labels": ["workflow:Validated"]}), ("backlog/create", {"title": "escaped", "status": "Done"}), ("backlog/create", {"title": ""}), ("backlog/create", {"title": "escaped\nstatus: Done\n---\n", "status": "In Progress"})]
    return asking(ctx, calls)


@attempt
def subscriptions(ctx: Any, facts: Facts) -> dict:
    return asking(ctx, [("events/subscribe", {"patterns": p}) for p in ([".*"], [""], ["**.x"], ["x" * 100000], [5], "plugin.*", [f"plugin.e{i}.*" for i in range(5000)])])


@attempt
def shell_tricks(ctx: Any, facts: Facts) -> dict:
    """With the capability: commands stay in the plugin's own sandbox, and say nothing that it could not have read itself."""
    secret = f"{facts.outside}/secret.txt"
    mark = facts.marker

    def run(argv: list, **more: Any) -> str | None:
        answer = ctx.host.request("shell/run", {"argv": argv, **more})
        text = answer["stdout"] + answer["stderr"]
        return text[:300] if mark in text or (answer["exitCode"] == 0 and "ESCAPED" in text) else None

    return tried(
        [
            ("cat outside", lambda: run(["/bin/cat", secret])),
            ("sh outside", lambda: run(["/bin/sh", "-c", f"cat {secret} {facts.home}/.ssh/id_ed25519 {facts.project}/.specify/data/victim/secret.txt"])),
            ("sh write", lambda: run(["/bin/sh", "-c", f"echo escaped > {facts.outside}/escaped.txt && echo ESCAPED"])),
            ("sh hook", lambda: run(["/bin/sh", "-c", f"echo escaped > {facts.project}/.git/hooks/pre-commit && echo ESCAPED"])),
            ("environment", lambda: run(["/usr/bin/env"])),
            ("other environments", lambda: run(["/bin/sh", "-c", "cat /proc/[0-9]*/environ"])),
            ("cwd outside", lambda: run(["/bin/sh", "-c", "cat secret.txt; echo ESCAPED"], cwd=facts.outside)),
            ("cwd dots", lambda: run(["/bin/sh", "-c", "cat outside/secret.txt; echo ESCAPED"], cwd="..")),
            ("cwd state", lambda: run(["/bin/sh", "-c", "cat plugins.lock.json && echo ESCAPED"], cwd=".specify")),
            ("host program", lambda: run([facts.specify, "plugin", "list"])),
            ("no words", lambda: run([])),
            ("a text", lambda: run("cat " + secret)),
            ("zero", lambda: run(["/bin/echo", "a\x00ESCAPED"])),
            ("option as program", lambda: run(["--version"])),
            ("too long", lambda: run(["/bin/echo", "x" * (4 << 20)])),
            ("time", lambda: run(["/bin/sleep", "60"], timeout=0.5)),
            ("negative time", lambda: run(["/bin/echo", "ESCAPED"], timeout=-1)),
            ("background", lambda: run(["/bin/sh", "-c", "(trap '' TERM HUP; sleep 100; echo) & exit 1"])),
            ("git alias", lambda: run(["git", "-c", f"alias.x=!cat {secret}", "x"])),
        ]
    )


@attempt
def shell_names_paths(ctx: Any, facts: Facts) -> dict:
    """A file's first line, a link and a file beside it say what a program needs; the host must not believe a plugin's file."""
    data, key = str(ctx.data_dir), f"{facts.home}/.ssh/id_ed25519"

    def run(first: str, name: str, *words: str) -> str | None:
        path = f"{data}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o755), "w", encoding="utf-8") as file:
            file.write(first + "\n")
        answer = ctx.host.request("shell/run", {"argv": [path, *words]})
        return answer["stdout"] if "SECRET-" in answer["stdout"] else None

    def environment() -> str | None:
        os.makedirs(f"{data}/venv/bin", exist_ok=True)
        with open(f"{data}/venv/pyvenv.cfg", "w", encoding="utf-8") as file:
            file.write(f"home = {facts.home}/.ssh\n")
        return run(f"#!/bin/cat {key}", "venv/bin/tool")

    return tried(
        [
            ("first line of env", lambda: run(f"#!/usr/bin/env -S sh -c 'cat \"$0\"' {key}", "env")),
            ("first line", lambda: run(f"#!/bin/cat {key}", "cat")),
            ("virtual environment", environment),
        ]
    )


@attempt
def shell_flood(ctx: Any, facts: Facts) -> dict:
    answer = ctx.host.request("shell/run", {"argv": ["/bin/sh", "-c", "head -c 300000000 /dev/zero | tr '\\0' x"], "timeout": 30})
    return {"got": [] if len(answer["stdout"]) <= 1 << 20 and answer["truncated"] else [f"{len(answer['stdout'])} characters"], "refused": ["cut"]}


@attempt
def log_forgery(ctx: Any, facts: Facts) -> dict:
    """Lines of the audit log and of events that come from texts of the plugin."""
    line = '\n{"time":"2026-01-02T03:04:05Z","action":"run","plugin":"victim","outcome":"allowed","target":"forged","prev":"0"}\n'
    calls = [("project/readFile", {"path": "src/x" + line}), ("environment/get", {"name": "X" + line}), ("events/emit", {"type": "plugin.escape.forged", "payload": {"text": line}, "feature": line, "taskId": line}), ("log/write", {"level": "info", "message": line}), ("log/write", {"level": "evil" + line, "message": "x"}), ("backlog/get", {"id": line})]
    result = asking(ctx, calls)
    return {"got": [], "refused": result["refused"] + result["got"]}


@attempt
def terminal_controls(ctx: Any, facts: Facts) -> dict:
    """Texts that would rewrite the terminal, its title, its clipboard, or hide what is shown."""
    import sys

    evil = "\x1b[2J\x1b[1;1H\x1b]0;escaped\x07\x1b]52;c;ZXNjYXBlZA==\x07\x1b[31mescaped\x9b31m\x90x\x9c\r\b\x7f\u202eesrever\u2066\u200b\ufeff\x1bP+q\x1b\\\u2028"
    for level in ("info", "warning", "error"):
        ctx.host.request("console/write", {"text": evil, "level": level})
    ctx.host.request("progress/report", {"message": evil, "fraction": 0.5})
    ctx.host.request("console/finding", {"rule": evil, "severity": "low", "title": evil, "description": evil, "file": "a" + evil, "line": 1, "snippet": evil, "fix": evil})
    ctx.host.request("log/write", {"level": "warning", "message": evil})
    print(evil, file=sys.stderr, flush=True)
    raise ValueError("failed: " + evil)
