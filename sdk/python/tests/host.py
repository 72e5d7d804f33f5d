"""A small host: starts a plugin as the real one does, asks it, and answers what it asks."""

from __future__ import annotations

import json
import os
import pathlib
import queue
import subprocess
import sys
import tempfile
import threading
from typing import Any

SDK = pathlib.Path(__file__).resolve().parents[1]
PATIENCE = 30


def environment() -> dict[str, str]:
    """The environment of a process that shall find this SDK."""
    return {**os.environ, "PYTHONPATH": str(SDK), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}


class Plugin:
    """A plugin's process. Files are its package; entry points are those of ``initialize``."""

    def __init__(self, files: dict[str, str], entrypoints: list[dict[str, Any]], **start: Any) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="speckit-plugin-")
        self.root = pathlib.Path(self._folder.name)
        self.package = self.root / "package"
        self.package.mkdir()
        (self.root / "data").mkdir()
        for path, text in files.items():
            file = self.package / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        self.config: dict[str, Any] = start.pop("config", {})
        self._is_started = start.pop("started", True)
        self._start = {
            "protocol": 1,
            "host": {"name": "test", "version": "1"},
            "plugin": {"name": "test-plugin", "version": "1.0.0"},
            "project": {"root": str(self.root), "name": "my-shop"},
            "dataDir": str(self.root / "data"),
            "capabilities": ["filesystem.read"],
            "packageDir": str(self.package),
            "entrypoints": entrypoints,
            **start,
        }
        self.answers: dict[str, Any] = {}
        self.log = ""
        self.handlers: list[str] = []
        self._received: list[dict[str, Any]] = []
        self._replies: dict[Any, queue.SimpleQueue[dict[str, Any]]] = {}
        self._lock = threading.Lock()
        self._number = 0

    def __enter__(self) -> Plugin:
        command = [sys.executable, "-P", "-s", "-B", "-X", "utf8", "-m", "speckit_sdk", str(self.package)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment(), cwd=self.root)
        self._readers = [threading.Thread(target=self._read, daemon=True), threading.Thread(target=self._read_log, daemon=True)]
        for reader in self._readers:
            reader.start()
        if self._is_started:
            try:
                self.handlers = self.call("initialize", **self._start)["handlers"]
                self.call("configure", config=self.config)
                self.call("activate")
            except BaseException:
                self.__exit__()
                raise
        return self

    def __exit__(self, *error: object) -> None:
        self.end()
        self._folder.cleanup()

    def end(self) -> int:
        """Closes the input and waits for the end; the exit code."""
        try:
            self.process.stdin.close()
        except OSError:
            pass
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            for reader in self._readers:
                reader.join(PATIENCE)
            self.process.stdout.close()
            self.process.stderr.close()

    def initialize(self, **changes: Any) -> dict[str, Any]:
        """The whole answer to ``initialize``."""
        return self.wait(self.send("initialize", {**self._start, **changes}))

    def send(self, method: str, params: Any, number: Any = None) -> Any:
        """Sends a request; its id."""
        with self._lock:
            self._number += 1
            number = self._number if number is None else number
            self._replies[number] = queue.SimpleQueue()
        self.write({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        return number

    def write(self, message: Any) -> None:
        """Sends anything."""
        line = message if isinstance(message, bytes) else json.dumps(message).encode() + b"\n"
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def wait(self, number: Any) -> dict[str, Any]:
        """The reply to a request."""
        return self._replies[number].get(timeout=PATIENCE)

    def call(self, method: str, **params: Any) -> Any:
        """The result of a request; an ``AssertionError`` when it is an error."""
        reply = self.wait(self.send(method, params))
        assert "result" in reply, reply
        return reply["result"]

    def run(self, name: str, *arguments: str, **options: Any) -> Any:
        """The result of a command."""
        return self.call("command/run", name=name, arguments=list(arguments), options=options)

    def fail(self, method: str, **params: Any) -> dict[str, Any]:
        """The error of a request; an ``AssertionError`` when it is a result."""
        reply = self.wait(self.send(method, params))
        assert "error" in reply, reply
        return reply["error"]

    def asked(self, method: str) -> list[Any]:
        """The parameters of the plugin's requests of a method."""
        return [message["params"] for message in self._received if message.get("method") == method and "id" in message]

    def told(self, method: str) -> list[Any]:
        """The parameters of the plugin's notifications of a method."""
        return [message["params"] for message in self._received if message.get("method") == method and "id" not in message]

    def _read(self) -> None:
        for line in self.process.stdout:
            message = json.loads(line)
            self._received.append(message)
            if "method" not in message:
                if message["id"] in self._replies:
                    self._replies[message["id"]].put(message)
            elif "id" in message:
                self._answer(message)

    def _answer(self, message: dict[str, Any]) -> None:
        answer = self.answers.get(message["method"], {"code": -32601, "message": "no such method"})
        if callable(answer):
            answer = answer(message["params"])
        if answer is None:
            return
        key = "error" if "code" in answer else "result"
        self.write({"jsonrpc": "2.0", "id": message["id"], key: answer})

    def _read_log(self) -> None:
        for line in self.process.stderr:
            self.log += line.decode("utf-8", "replace")
