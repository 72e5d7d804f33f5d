"""The plugin's process: its lines come out of a queue, so that each can be waited for with a time limit."""

from __future__ import annotations

import json
import os
import pathlib
import queue
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from typing import Any

LONGEST_LINE = 16 * 1024 * 1024
MEMBERS = {"jsonrpc", "id", "method", "params", "result", "error"}


@dataclass
class Said:
    """What came out of the plugin: a message, the end of the process, or something that is no message."""

    message: dict[str, Any] | None = None
    exit_code: int | None = None
    broken: str | None = None


class Plugin:
    """A started plugin."""

    def __init__(self, command: list[str], folder: pathlib.Path, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._said: queue.Queue[Said] = queue.Queue()
        self._to_write: queue.Queue[tuple[bytes, int] | None] = queue.Queue()
        self._stderr = bytearray()
        self._closed = False
        self._readers = [threading.Thread(target=self._read, daemon=True)]
        self._readers += [threading.Thread(target=self._read_errors, daemon=True)]
        others = [threading.Thread(target=target, daemon=True) for target in (self._write, self._wait)]
        for thread in self._readers + others:
            thread.start()

    def send(self, data: bytes, chunk: int = 0) -> None:
        """Writes bytes behind those that still wait to be written."""
        self._to_write.put((data, chunk))

    def close(self) -> None:
        """Ends the plugin's input, once all is written."""
        if not self._closed:
            self._closed = True
            self._to_write.put(None)

    def next(self, seconds: float) -> Said | None:
        """What comes next; None when nothing comes in time."""
        try:
            return self._said.get(timeout=max(seconds, 0.001))
        except queue.Empty:
            return None

    def stderr(self) -> str:
        """What it wrote to standard error so far."""
        return bytes(self._stderr).decode("utf-8", "replace")

    def kill(self) -> None:
        """Ends it and all that it started."""
        self._to_write.put(None)
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()
        for thread in self._readers:
            thread.join(1)

    def _write(self) -> None:
        stdin = self._process.stdin
        try:
            while (item := self._to_write.get()) is not None:
                data, chunk = item
                for start in range(0, len(data), chunk or max(len(data), 1)):
                    stdin.write(data[start : start + chunk] if chunk else data)
                    stdin.flush()
                    if chunk:
                        time.sleep(0.001)
            stdin.close()
        except (BrokenPipeError, ConnectionResetError, ValueError):
            pass  # The process ended; what it said before that decides.

    def _read(self) -> None:
        while line := self._process.stdout.readline(LONGEST_LINE + 2):
            self._said.put(parse(line))

    def _read_errors(self) -> None:
        while data := os.read(self._process.stderr.fileno(), 65536):
            self._stderr += data

    def _wait(self) -> None:
        code = self._process.wait()
        self._readers[0].join(0.5)
        self._said.put(Said(exit_code=code))


def parse(line: bytes) -> Said:
    """Reads a line strictly: what a lenient reader would forgive, another host would not."""
    try:
        if not line.endswith(b"\n"):
            raise ValueError("a line is longer than 16 MiB or has no end")
        message = json.loads(line.decode("utf-8"), parse_constant=refuse_constant, object_pairs_hook=refuse_twice)
        check(message)
    except (ValueError, RecursionError) as error:
        return Said(broken=f"{error}: {line[:300]!r}")
    del message["jsonrpc"]
    return Said(message=message)


def refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("an object has a member twice")
    return members


def check(message: Any) -> None:
    """JSON-RPC 2.0: a request, a notification or an answer, and nothing else."""
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise ValueError("the line is not an object with \"jsonrpc\": \"2.0\"")
    if extra := set(message) - MEMBERS:
        raise ValueError(f"the message has the unknown members {sorted(extra)}")
    number = message.get("id")
    if number is not None and (isinstance(number, bool) or not isinstance(number, (int, str))):
        raise ValueError("the id is neither a whole number nor a text")
    if "method" in message:
        if not isinstance(message["method"], str) or "result" in message or "error" in message:
            raise ValueError("the message is no request")
        if "id" in message and number is None:
            raise ValueError("the request's id is null")
        if not isinstance(message.get("params", {}), dict):
            raise ValueError("the parameters are not an object")
    elif ("result" in message) == ("error" in message) or "id" not in message:
        raise ValueError("the message is neither a request nor an answer")
    elif "error" in message:
        check_error(message["error"])


def check_error(error: Any) -> None:
    if not isinstance(error, dict) or type(error.get("code")) is not int or not isinstance(error.get("message"), str):
        raise ValueError("the error has no code or no message")
