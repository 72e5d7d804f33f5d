"""A host in memory. It checks and refuses as the real one does."""

from __future__ import annotations

import json

from .._runtime.calling import call
from .._runtime.peer import MAX_LINE
from ..errors import (
    CAPABILITY_DENIED,
    INVALID_PARAMS,
    METHOD_NOT_FOUND,
    REFUSED,
    TOO_LARGE,
    HostError,
    from_answer,
)
from ..events.bus import Subscriptions
from ..events.types import Event
from ..security.capabilities import Capability
from .fake_backlog import FakeBacklog
from .fake_project import FakeProject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    Params = dict[str, Any]

CAPABILITIES = {
    "project/glob": Capability.FILESYSTEM_READ,
    "project/readFile": Capability.FILESYSTEM_READ,
    "project/changedFiles": Capability.FILESYSTEM_READ,
    "project/writeFile": Capability.FILESYSTEM_WRITE,
    "project/createDirectory": Capability.FILESYSTEM_WRITE,
    "backlog/list": Capability.BACKLOG_READ,
    "backlog/get": Capability.BACKLOG_READ,
    "backlog/create": Capability.BACKLOG_WRITE,
    "backlog/update": Capability.BACKLOG_WRITE,
    "shell/run": Capability.SUBPROCESS,
    "http/send": Capability.NETWORK,
    "environment/get": Capability.ENVIRONMENT,
}
LONGEST_EVENT_NAME = 200
LARGEST_PAYLOAD = 262_144


class FakeHost:
    """Answers the protocol's methods and keeps what the plugin did. Tests change its attributes as they like."""

    def __init__(self, plugin: str, capabilities: Iterable[str] | None, config: Mapping[str, Any]) -> None:
        self.plugin = plugin
        self.capabilities = set(Capability.ALL if capabilities is None else capabilities)
        if unknown := self.capabilities - set(Capability.ALL):
            raise ValueError(f"'{min(unknown)}' is no capability: {', '.join(Capability.ALL)}")
        self.config = dict(config)
        self.project = FakeProject(plugin)
        self.backlog = FakeBacklog(plugin)
        self.environment: dict[str, str] = {}
        self.calls: list[tuple[str, Params]] = []
        """Every call, in its order: the method and its parameters."""
        self.events: list[Event] = []
        """Every event, the host's own as well."""
        self.shell_runs: list[Params] = []
        self.run_program: Callable[[Params], Params] | None = None
        self.http_requests: list[Params] = []
        self.answer_request: Callable[[Params], Params] | None = None
        self.context: Any = None
        """The context over it, for subscriptions that want one."""
        self._subscriptions = Subscriptions()
        self._delivering = 0

    def subscriptions(self) -> Subscriptions:
        """What the plugin wants to hear of."""
        return self._subscriptions

    def request(self, method: str, params: Params) -> Any:
        """Answers as the host would; raises what ``speckit_sdk`` makes of the host's errors."""
        try:
            sent = json.loads(self._encode(method, params))
            self.calls.append((method, sent))
            self._check(method)
            answer = self._answers().get(method)
            if answer is None:
                raise HostError(f"There is no method '{method}'.", METHOD_NOT_FOUND)
            return json.loads(json.dumps(answer(sent)))
        except HostError as error:
            raise from_answer(error.code, error.message, error.data) from None

    def notify(self, method: str, params: Params) -> None:
        """Takes what needs no answer."""
        self.calls.append((method, json.loads(self._encode(method, params))))

    def notified(self, method: str) -> list[Params]:
        """The parameters of all calls of a method."""
        return [params for name, params in self.calls if name == method]

    def publish(self, type: str, payload: Mapping[str, Any] | None, source: str, feature: Any = None, task: Any = None) -> Event:
        """Keeps an event, and tells the plugin's subscriptions."""
        number = f"evt_{len(self.events) + 1:026d}"
        event = Event(
            type, payload, id=number, time="2026-01-02T03:04:05Z", project="", source=source, feature=feature, task_id=task
        )
        self.events.append(event)
        # A handler that emits what it hears of must not do so for ever.
        if self._delivering < 10:
            self._delivering += 1
            try:
                for handler in self._subscriptions.matching(type):
                    call(handler, {"event": event, "ctx": self.context}, None)
            finally:
                self._delivering -= 1
        return event

    def _encode(self, method: str, params: Params) -> bytes:
        line = json.dumps(params, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
        if len(line) > MAX_LINE:
            raise HostError(f"The parameters of '{method}' are longer than a line may be ({MAX_LINE}).", TOO_LARGE)
        return line

    def _check(self, method: str) -> None:
        capability = CAPABILITIES.get(method)
        if capability is not None and capability not in self.capabilities:
            raise HostError(
                f"The plugin '{self.plugin}' may not do this: it lacks the capability '{capability}'.",
                CAPABILITY_DENIED,
                {"capability": capability, "plugin": self.plugin, "hint": "add it to requires.capabilities"},
            )

    def _answers(self) -> dict[str, Callable[[Params], Any]]:
        project, backlog = self.project, self.backlog
        return {
            "project/glob": project.glob,
            "project/readFile": project.read,
            "project/changedFiles": project.changed,
            "project/writeFile": project.write,
            "project/createDirectory": project.create_directory,
            "backlog/list": backlog.list,
            "backlog/get": backlog.get,
            "backlog/create": self._create_task,
            "backlog/update": self._update_task,
            "shell/run": self._run,
            "http/send": self._send,
            "environment/get": lambda params: {"value": self.environment.get(params["name"])},
            "events/emit": self._emit,
            "events/subscribe": lambda params: {},
            "config/get": lambda params: {"config": self.config},
            "console/write": lambda params: {},
            "console/finding": lambda params: {},
            "progress/report": lambda params: {},
            "log/write": lambda params: {},
        }

    def _create_task(self, params: Params) -> Params:
        task = self.backlog.create(params)
        self.publish("backlog.task.created", task, self.plugin, task=task["id"])
        return task

    def _update_task(self, params: Params) -> Params:
        task = self.backlog.update(params)
        self.publish("backlog.task.updated", task, self.plugin, task=task["id"])
        return task

    def _emit(self, params: Params) -> Params:
        name = params["type"]
        segments = name.split(".")
        plain = all(segment and segment.replace("_", "").replace("-", "").isalnum() for segment in segments)
        fits = plain and name.isascii() and name == name.lower() and segments[0] == "plugin" and len(segments) > 1
        if len(name) > LONGEST_EVENT_NAME or not fits:
            raise HostError(
                f"plugins emit events named plugin.<segment>[.<segment>…] in lower case, not '{name}'", INVALID_PARAMS
            )
        payload = params.get("payload") or {}
        if len(json.dumps(payload, ensure_ascii=False, separators=(",", ":"))) > LARGEST_PAYLOAD:
            raise HostError(f"an event's payload is at most {LARGEST_PAYLOAD} characters", TOO_LARGE)
        return {"id": self.publish(name, payload, self.plugin, params.get("feature"), params.get("taskId")).id}

    def _run(self, params: Params) -> Params:
        self.shell_runs.append(params)
        if self.run_program is None:
            return {"exitCode": 0, "stdout": "", "stderr": "", "timedOut": False, "truncated": False}
        return self.run_program(params)

    def _send(self, params: Params) -> Params:
        self.http_requests.append(params)
        if not params["url"].lower().startswith(("http://", "https://")):
            raise HostError(f"'{params['url']}' is no address of http or https", INVALID_PARAMS)
        answer = None if self.answer_request is None else self.answer_request(params)
        if answer is None:
            method = params.get("method", "GET")
            raise HostError(
                f"nothing answers {method} {params['url']} in this test: say ctx.http.respond('{params['url']}', method='{method}', …)",
                REFUSED,
            )
        return answer
