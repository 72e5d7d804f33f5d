"""The services of a context, and what a test does to them."""

from __future__ import annotations

from ..context.backlog import Backlog, Task
from ..context.console import Console
from ..context.environment import Environment
from ..context.http import Http
from ..context.log import Log
from ..context.project import Project, path_of
from ..context.shell import Shell, words
from ..events.bus import EventBus
from .fake_host import FakeHost

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ..events.types import Event


class MockProject(Project):
    """The project, and what a test does to it. ``create_file`` and ``file_text`` need no capability."""

    def __init__(self, host: FakeHost, info: Mapping[str, Any]) -> None:
        super().__init__(host, info)
        self._fake = host.project

    def create_file(self, path: str | os.PathLike[str], content: str | bytes = "") -> None:
        """Puts a file there, as a person would."""
        self._fake.put(path_of(path), content)

    def set_changed_files(self, *paths: str) -> None:
        """What ``changed_files`` gives from now on; without that, every file."""
        self._fake.changed_files = list(paths)

    @property
    def paths(self) -> list[str]:
        """The paths of all files."""
        return sorted(self._fake.files)

    @property
    def directories(self) -> list[str]:
        """The folders that were created."""
        return sorted(self._fake.folders)

    def file_text(self, path: str) -> str:
        """A file's text, for assertions. ``KeyError`` when there is none."""
        return self._fake.files[path].decode("utf-8")


class MockBacklog(Backlog):
    """The backlog, and what a test does to it."""

    def __init__(self, host: FakeHost) -> None:
        super().__init__(host)
        self._fake = host.backlog

    @property
    def tasks(self) -> list[Task]:
        """All tasks, without a capability."""
        return [Task(values) for values in self._fake.tasks]

    def add_task(self, title: str, **values: Any) -> Task:
        """A task that a person made: ``status``, ``labels``, ``metadata``, … The plugin may not change it."""
        return Task(self._fake.add(title=title, **values))


class MockEvents(EventBus):
    """The event bus, and what a test does to it."""

    def __init__(self, host: FakeHost) -> None:
        super().__init__(host)
        self._fake = host

    @property
    def emitted(self) -> list[Event]:
        """The events that the plugin emitted."""
        emitted = [params["type"] for params in self._fake.notified("events/emit")]
        return [event for event in self._fake.events if event.source == self._fake.plugin and event.type in emitted]

    def publish(self, type: str, payload: Mapping[str, Any] | None = None, **values: Any) -> Event:
        """An event of the core: ``feature``, ``task``. The plugin's subscriptions hear of it."""
        return self._fake.publish(type, payload, "core", **values)


class MockConsole(Console):
    """The console, and what was shown on it."""

    def __init__(self, host: FakeHost) -> None:
        super().__init__(host)
        self._fake = host

    @property
    def lines(self) -> list[str]:
        """What was printed, warnings and errors too."""
        return [params["text"] for params in self._fake.notified("console/write")]

    @property
    def output(self) -> str:
        """That as one text."""
        return "\n".join(self.lines)

    @property
    def warnings(self) -> list[str]:
        """The warnings."""
        return self._of("warning")

    @property
    def errors(self) -> list[str]:
        """The errors."""
        return self._of("error")

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings, as the host gets them."""
        return self._fake.notified("console/finding")

    def _of(self, level: str) -> list[str]:
        return [params["text"] for params in self._fake.notified("console/write") if params["level"] == level]


class MockLog(Log):
    """The log, and what was written to it."""

    def __init__(self, host: FakeHost) -> None:
        super().__init__(host)
        self._fake = host

    @property
    def entries(self) -> list[tuple[str, str]]:
        """Levels and messages."""
        return [(params["level"], params["message"]) for params in self._fake.notified("log/write")]


class MockShell(Shell):
    """Programs that are not really run: each ends with 0 and says nothing, unless the test says otherwise."""

    def __init__(self, host: FakeHost) -> None:
        super().__init__(host)
        self._fake = host
        self._answers: list[tuple[list[str], dict[str, Any]]] = []
        host.run_program = self._answer

    def respond(
        self, command: str | Sequence[str], returncode: int = 0, stdout: str = "", stderr: str = "", timed_out: bool = False
    ) -> None:
        """What a program does. ``command`` is the program alone, or with its first arguments; the last that fits counts."""
        answer = {"exitCode": returncode, "stdout": stdout, "stderr": stderr, "timedOut": timed_out, "truncated": False}
        self._answers.append((words(command), answer))

    @property
    def commands(self) -> list[list[str]]:
        """The programs that were run, with their arguments."""
        return [params["argv"] for params in self._fake.shell_runs]

    def _answer(self, params: dict[str, Any]) -> dict[str, Any]:
        for prefix, answer in reversed(self._answers):
            if params["argv"][: len(prefix)] == prefix:
                return answer
        return {"exitCode": 0, "stdout": "", "stderr": "", "timedOut": False, "truncated": False}


class MockHttp(Http):
    """Servers that the test plays. A request that nothing answers is refused."""

    def __init__(self, host: FakeHost) -> None:
        super().__init__(host)
        self._fake = host
        self._answers: list[tuple[str, str, dict[str, Any]]] = []
        host.answer_request = self._answer

    def respond(
        self,
        url: str,
        *,
        method: str = "GET",
        status: int = 200,
        text: str = "",
        json: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """What an address answers. ``url`` is the whole address, or its beginning with ``*`` at the end; the last that fits counts."""
        import json as codec

        fields = dict(headers or {})
        if json is not None:
            text = codec.dumps(json)
            fields.setdefault("content-type", "application/json")
        answer = {"status": status, "headers": fields, "body": text, "encoding": "utf-8"}
        self._answers.append((method.upper(), url, answer))

    @property
    def requests(self) -> list[dict[str, Any]]:
        """The requests that were made, as the host gets them."""
        return self._fake.http_requests

    def _answer(self, params: dict[str, Any]) -> Any:
        for method, url, answer in reversed(self._answers):
            fits = params["url"].startswith(url[:-1]) if url.endswith("*") else params["url"] == url
            if fits and params.get("method", "GET") == method:
                return answer
        return None


class MockEnvironment(Environment):
    """Environment variables of the test alone."""

    def __init__(self, host: FakeHost) -> None:
        super().__init__(host)
        self._fake = host

    def set(self, name: str, value: str) -> None:
        """Sets one, as a person would."""
        self._fake.environment[name] = value
