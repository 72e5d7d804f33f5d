"""Commands that ask the host."""

from __future__ import annotations

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from speckit_sdk import PluginContext, errors
from speckit_sdk.context.backlog import Task

KINDS = {
    errors.CapabilityDeniedError: "capabilityDenied",
    errors.NotFoundError: "notFound",
    errors.TooLargeError: "tooLarge",
    errors.RefusedError: "refused",
    errors.BusyError: "busy",
    errors.WrongStateError: "wrongState",
    errors.LimitReachedError: "limitReached",
    errors.CancelledError: "cancelled",
    errors.MethodNotFoundError: "methodNotFound",
    errors.InvalidRequestError: "invalidParams",
}


def call(ctx: PluginContext, method: str, parameters: str) -> Any:
    return tell(lambda: ask(ctx, method, json.loads(parameters)))


def through(ctx: PluginContext, method: str, parameters: str) -> Any:
    return ask(ctx, method, json.loads(parameters))


def large_request(ctx: PluginContext, n: int) -> Any:
    return tell(lambda: ctx.project.write_text("large.txt", "x" * n))


def parallel(ctx: PluginContext, n: int) -> Any:
    with ThreadPoolExecutor(max(1, n)) as pool:
        return list(pool.map(lambda number: ctx.project.read_text(f"file-{number}"), range(n)))


def many(ctx: PluginContext, n: int) -> Any:
    return {"calls": n, "characters": sum(len(ctx.project.read_text("again")) for _ in range(n))}


def tell(work: Any) -> Any:
    try:
        return {"ok": work()}
    except errors.HostError as error:
        return {
            "error": {
                "kind": KINDS.get(type(error), "other"),
                "code": error.code,
                "message": error.message,
                "capability": getattr(error, "capability", None),
                "hint": getattr(error, "hint", None),
                "limit": getattr(error, "limit", None),
                "value": getattr(error, "value", None),
            }
        }


def ask(ctx: PluginContext, method: str, given: dict[str, Any]) -> Any:
    answer = ANSWERS[method](ctx, given)
    if isinstance(answer, Task):
        return task(answer)
    return [task(item) for item in answer] if isinstance(answer, list) and answer and isinstance(answer[0], Task) else answer


def task(value: Task) -> dict[str, Any]:
    names = ("id", "title", "status", "labels", "priority", "description", "metadata", "assignee")
    return {name: getattr(value, name) for name in names}


def read(ctx: PluginContext, given: dict[str, Any]) -> str:
    if given.get("as") == "bytes":
        return base64.b64encode(ctx.project.read_bytes(given["path"])).decode()
    return ctx.project.read_text(given["path"])


def write(ctx: PluginContext, given: dict[str, Any]) -> None:
    if "bytes" in given:
        ctx.project.write_bytes(given["path"], base64.b64decode(given["bytes"]))
    else:
        ctx.project.write_text(given["path"], given["text"])


def create(ctx: PluginContext, given: dict[str, Any]) -> Task:
    criteria = given.pop("acceptanceCriteria", None)
    return ctx.backlog.create_task(**given, acceptance_criteria=criteria)


def run(ctx: PluginContext, given: dict[str, Any]) -> Any:
    result = ctx.shell.run(given.pop("argv"), **given)
    return {
        "exitCode": result.returncode,
        "stdout": result.stdout,
        "stderr": result.stderr,
        "timedOut": result.timed_out,
        "truncated": result.truncated,
    }


def send(ctx: PluginContext, given: dict[str, Any]) -> Any:
    body = given.pop("body", None)
    response = ctx.http.request(given.pop("method", "GET"), given.pop("url"), data=body, **given)
    return {"status": response.status, "headers": response.headers, "body": response.text}


def emit(ctx: PluginContext, given: dict[str, Any]) -> str:
    return ctx.events.emit(
        given["type"], given.get("payload"), feature=given.get("feature"), task_id=given.get("taskId")
    )


def print_text(ctx: PluginContext, given: dict[str, Any]) -> None:
    console = ctx.console
    show = {"warning": console.print_warning, "error": console.print_error}.get(given.get("level", "info"), console.print)
    show(given["text"])


ANSWERS: dict[str, Any] = {
    "project/glob": lambda ctx, p: [str(file) for file in ctx.project.glob(*p["patterns"], exclude=p.get("exclude"))],
    "project/readFile": read,
    "project/changedFiles": lambda ctx, p: [str(file) for file in ctx.project.changed_files(p.get("since"))],
    "project/writeFile": write,
    "project/createDirectory": lambda ctx, p: ctx.project.create_directory(p["path"]),
    "backlog/list": lambda ctx, p: ctx.backlog.get_tasks(**p),
    "backlog/get": lambda ctx, p: ctx.backlog.get_task(p["id"]),
    "backlog/create": create,
    "backlog/update": lambda ctx, p: ctx.backlog.update_task(p.pop("id"), **p),
    "shell/run": run,
    "http/send": send,
    "environment/get": lambda ctx, p: ctx.environment.get(p["name"]),
    "events/emit": emit,
    "console/write": print_text,
    "console/finding": lambda ctx, p: ctx.console.print_finding(p),
    "progress/report": lambda ctx, p: ctx.console.progress(p["message"], p.get("fraction")),
    "config/get": lambda ctx, p: ctx.host.request("config/get", {})["config"],
    "log/write": lambda ctx, p: getattr(ctx.log, p["level"])(p["message"]),
}
