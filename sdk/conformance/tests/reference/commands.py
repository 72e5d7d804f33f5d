"""The commands of the conformance plugin."""

from __future__ import annotations

import base64
import json
import pathlib
import sys
import threading
import time
from typing import Any, Callable

from peer import RpcError

KINDS = {
    -32001: "capabilityDenied",
    -32002: "notFound",
    -32003: "tooLarge",
    -32004: "refused",
    -32005: "busy",
    -32007: "wrongState",
    -32008: "limitReached",
    -32800: "cancelled",
    -32601: "methodNotFound",
    -32602: "invalidParams",
}
TOLD = ("console/write", "console/finding", "progress/report", "log/write")


class Usage(Exception):
    """Bad usage."""


class Host:
    """What a command may do."""

    def __init__(self, session: Any, mutants: frozenset[str]) -> None:
        self.session, self.peer, self.mutants = session, session.peer, mutants

    def say(self, text: str) -> None:
        self.peer.tell("console/write", {"text": text, "level": "info"})

    def service(self, method: str, given: dict) -> Any:
        params = dict(given)
        if method == "project/readFile":
            params.pop("as", None)
        if method == "project/writeFile":
            params = {"path": given["path"], "content": given.get("text", given.get("bytes"))}
            params["encoding"] = "base64" if "bytes" in given else "utf-8"
        if "parameters-lost" in self.mutants and params:
            params.pop(next(iter(params)))
        if method in TOLD:
            self.peer.tell(method, params)
            return None
        return self.value(method, given, self.peer.ask(method, params))

    def value(self, method: str, given: dict, result: Any) -> Any:
        if "answers-raw" in self.mutants:
            return result
        match method:
            case "project/glob" | "project/changedFiles":
                return expect(result["files"], list)
            case "project/readFile":
                data = expect(result["content"], str)
                if result.get("encoding") == "base64":
                    return data if given.get("as") == "bytes" else base64.b64decode(data).decode("utf-8", "replace")
                return base64.b64encode(data.encode()).decode() if given.get("as") == "bytes" else data
            case "backlog/list":
                return [task(item) for item in result["tasks"]]
            case "backlog/get" | "backlog/create" | "backlog/update":
                return task(result)
            case "shell/run":
                return {name: result[name] for name in ("exitCode", "stdout", "stderr", "timedOut", "truncated")}
            case "http/send":
                body = result["body"]
                if result.get("encoding") == "base64":
                    body = base64.b64decode(body).decode()
                return {"status": result["status"], "headers": result["headers"], "body": body}
            case "environment/get":
                return result.get("value")
            case "events/emit":
                return result["id"]
            case "config/get":
                return result["config"]
        return None


def expect(value: Any, type_: type) -> Any:
    if not isinstance(value, type_):
        raise TypeError("the host's answer is not of the agreed form")
    return value


def task(given: dict) -> dict:
    names = ("id", "title", "status", "labels", "priority", "description", "metadata", "assignee")
    return {name: given[name] for name in names if name in given}


def whole(text: str, name: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise Usage(f"{name} is no whole number: {text}") from error


def echo(host: Host, arguments: list, options: dict) -> Any:
    typed = {"shout": False, "dry-run": False, "word": "none", "tag": [], "count": 1, "ratio": 0.5, **options}
    if "options-untyped" not in host.mutants:
        typed["count"], typed["ratio"] = whole(str(typed["count"]), "count"), float(typed["ratio"])
    return {"arguments": arguments, "options": typed}, 0


def typed(host: Host, arguments: list, options: dict) -> Any:
    if "arguments-unchecked" in host.mutants:
        return {"who": arguments[0] if arguments else None, "times": 1}, 0
    if options:
        raise Usage(f"no option {next(iter(options))}")
    if not 1 <= len(arguments) <= 2:
        raise Usage(f"{len(arguments)} arguments for who and times")
    return {"who": arguments[0], "times": whole(arguments[1], "times") if len(arguments) > 1 else 1}, 0


def call(host: Host, arguments: list, options: dict) -> Any:
    try:
        return {"ok": through(host, arguments, options)[0]}, 0
    except RpcError as error:
        kind = KINDS.get(error.code, "other") if "error-kinds" not in host.mutants else "other"
        found = {"kind": kind, "code": error.code, "message": error.message}
        names = {"capabilityDenied": ("capability", "hint"), "limitReached": ("limit", "value")}.get(kind, ())
        data = error.data or {}
        if "error-data" not in host.mutants:
            found |= {name: data[name] for name in names if name in data}
        return {"error": found}, 0


def through(host: Host, arguments: list, options: dict) -> Any:
    try:
        return host.service(arguments[0], json.loads(arguments[1])), 0
    except RpcError as error:
        if "errors-flattened" in host.mutants:
            raise ValueError(error.message) from error
        raise


def large_request(host: Host, arguments: list, options: dict) -> Any:
    return call(host, ["project/writeFile", json.dumps({"path": "large.txt", "text": "x" * int(arguments[0])})], {})


def parallel(host: Host, arguments: list, options: dict) -> Any:
    count = int(arguments[0])
    if "requests-in-turn" in host.mutants:
        return [host.peer.ask("project/readFile", {"path": f"file-{i}"})["content"] for i in range(count)], 0
    asked = [host.peer.begin("project/readFile", {"path": f"file-{i}"}) for i in range(count)]
    return [host.peer.wait(number)["content"] for number in asked], 0


def many(host: Host, arguments: list, options: dict) -> Any:
    count = int(arguments[0])
    most = count if "many-stop" not in host.mutants else 500
    sizes = [len(host.peer.ask("project/readFile", {"path": "again"})["content"]) for _ in range(most)]
    return {"calls": count, "characters": sum(sizes)}, 0


def value(host: Host, arguments: list, options: dict) -> Any:
    manifest = pathlib.Path(__file__).resolve().parents[2] / "manifest.json"
    result = json.loads(manifest.read_text(encoding="utf-8"))["value"]
    return ({**result, "whole": float(result["whole"]) + 2} if "numbers" in host.mutants else result), 0


def slow(host: Host, arguments: list, options: dict) -> Any:
    host.say("slow")
    host.peer.sleep(int(arguments[0]) / 1000)
    return "done", 0


def stdout(host: Host, arguments: list, options: dict) -> Any:
    print("conf: rubbish")
    sys.stdout.write("conf: half a line")
    sys.stdout.flush()
    return "printed", 0


def stdin(host: Host, arguments: list, options: dict) -> Any:
    return sys.stdin.read(), 0


def background(host: Host, arguments: list, options: dict) -> Any:
    def fail() -> None:
        time.sleep(0.05)
        if "background-fatal" in host.mutants:
            import os

            os._exit(1)
        raise ValueError("conf: failed behind")

    threading.Thread(target=fail, daemon=True).start()
    return "started", 0


def config(host: Host, arguments: list, options: dict) -> Any:
    given = host.session.config
    return {"config": given, "text": given.get("text", "fallback")}, 0


def context(host: Host, arguments: list, options: dict) -> Any:
    start = host.session.start
    names = ("plugin", "project", "dataDir", "capabilities")
    return {name: start[name] for name in names if name not in host.mutants}, 0


def data(host: Host, arguments: list, options: dict) -> Any:
    if "data-unwritten" not in host.mutants:
        pathlib.Path(host.session.start["dataDir"], arguments[0]).write_text(arguments[1], encoding="utf-8")
    return "written", 0


def fail(host: Host, arguments: list, options: dict) -> Any:
    raise ValueError("failed" if "errors-untold" in host.mutants else "conf: this went wrong")


def usage(host: Host, arguments: list, options: dict) -> Any:
    raise Usage("conf: not like this")


def broken(host: Host, arguments: list, options: dict) -> Any:
    raise ImportError("failed" if "errors-untold" in host.mutants else "conf: broken at load")


COMMANDS: dict[str, Callable[[Host, list, dict], Any]] = {
    "echo": echo,
    "typed": typed,
    "call": call,
    "through": lambda host, arguments, options: through(host, arguments, options),
    "parallel": parallel,
    "many": many,
    "value": value,
    "length": lambda host, arguments, options: (len(arguments[0]), 0),
    "large": lambda host, arguments, options: ("x" * int(arguments[0]), 0),
    "large_request": large_request,
    "exit": lambda host, arguments, options: ({"code": int(arguments[0])}, int(arguments[0])),
    "void": lambda host, arguments, options: (None, 0),
    "nan": lambda host, arguments, options: ({"value": float("nan")}, 0),
    "surrogate": lambda host, arguments, options: ("a\ud800b", 0),
    "fail": fail,
    "usage": usage,
    "slow": slow,
    "stdout": stdout,
    "stdin": stdin,
    "background": background,
    "config": config,
    "context": context,
    "data": data,
    "subscriber": lambda host, arguments, options: ("subscribed", 0),
    "broken": broken,
}
