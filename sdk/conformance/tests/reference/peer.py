"""One side of the protocol, as small as it can be: reads lines, runs requests, asks the host."""

from __future__ import annotations

import collections
import json
import os
import sys
import threading
from typing import Any, Callable

LONGEST_LINE = 16 * 1024 * 1024
MOST_RUNNING = 64
MOST_WAITING = 4096


class RpcError(Exception):
    """An error with a code, of this side or the host's."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.code, self.message, self.data = code, message, data


class Cancelled(Exception):
    """The request that this thread serves was cancelled."""


class BrokenLine(Exception):
    """What came is not the protocol."""


class Request:
    """A request of the host that is running or waits."""

    def __init__(self, message: dict) -> None:
        self.id, self.method, self.params = message["id"], message["method"], message.get("params", {})
        self.cancelled = False
        self.started = False


class Peer:
    """The mutants are names of rules that it breaks: see mutants.json."""

    def __init__(self, serve: Callable[[str, Any], Any], mutants: frozenset[str]) -> None:
        self.mutants = mutants
        self._serve = serve
        self._output = os.fdopen(os.dup(1), "wb")
        self._lock = threading.Condition()
        self._write_lock = threading.Lock()
        self._requests: dict[Any, Request] = {}
        self._waiting: collections.deque[Request] = collections.deque()
        self._running = 0
        self._asked: dict[int, list] = {}
        self._given_up: set[int] = set()
        self._last_id = 0
        self._current = threading.local()

    # The host's lines

    def run(self, source: Any) -> int:
        while line := self._read(source):
            try:
                self._take(self._parse(line))
            except BrokenLine as error:
                if "broken-lines-ignored" in self.mutants:
                    continue
                print(f"the connection broke: {error}", file=sys.stderr, flush=True)
                return 0 if "broken-exit-code" in self.mutants else 1
        return 0

    def _read(self, source: Any) -> bytes:
        if "first-line-only" in self.mutants:
            return b"".join(source.read1(65536).splitlines(True)[:1])
        return source.readline(LONGEST_LINE + 2 if "long-lines" not in self.mutants else -1)

    def busy(self) -> bool:
        with self._lock:
            return bool(self._requests)

    def _parse(self, line: bytes) -> dict:
        if not line.endswith(b"\n") or (len(line) > LONGEST_LINE + 1 and "long-lines" not in self.mutants):
            if "half-lines" in self.mutants:
                return json.loads(line)
            raise BrokenLine("half a line, or one that is too long")
        if "nesting-fatal" in self.mutants and line.count(b"[") > 500:
            os.abort()
        refusals = {"shallow": line.count(b"[") > 40, "line-feed-only": line[-2:] in (b"\r\n", b"\t\n")}
        refusals["short-lines"] = len(line) > LONGEST_LINE
        if any(name in self.mutants and refused for name, refused in refusals.items()):
            raise BrokenLine("refused")
        try:
            lenient = "lenient-json" in self.mutants
            text = line.decode("utf-8", "replace" if lenient else "strict")
            message = json.loads(text, parse_constant=None if lenient else refuse)
        except (ValueError, RecursionError) as error:
            raise BrokenLine(str(error)) from error
        lenient = "lenient-messages" in self.mutants or ("answers-unchecked" in self.mutants and "method" not in message)
        if not lenient:
            check(message)
        return message

    def _take(self, message: Any) -> None:
        if not isinstance(message, dict):
            return
        if "method" not in message:
            self._take_answer(message)
        elif "id" in message:
            self._take_request(message)
        elif message["method"] == "$/cancel":
            self._cancel(message.get("params", {}).get("id"))
        elif "notifications-answered" in self.mutants:
            self.write({"id": None, "error": {"code": -32601, "message": "no such method"}})

    def _take_request(self, message: dict) -> None:
        request = Request(message)
        key = self._key(request.id)
        with self._lock:
            if len(self._requests) >= MOST_RUNNING + MOST_WAITING and "never-busy" not in self.mutants:
                refused = True
            else:
                refused = False
                self._requests[key] = request
                self._waiting.append(request)
        if refused:
            self.write({"id": request.id, "error": {"code": -32005, "message": "too many requests wait"}})
        elif "one-at-a-time" in self.mutants:
            self._work()
        else:
            self._start_more()

    def _key(self, number: Any) -> Any:
        return str(number) if "ids-as-text" in self.mutants else (type(number), number)

    def _start_more(self) -> None:
        with self._lock:
            most = MOST_RUNNING if "all-at-once" not in self.mutants else MOST_RUNNING + MOST_WAITING
            if self._running >= most or not self._waiting:
                return
            self._running += 1
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._running -= 1
                    return
                request = self._waiting.popleft()
                request.started = True
            self._answer(request)

    def _answer(self, request: Request) -> None:
        self._current.request = request
        try:
            answer = {"result": self._serve(request.method, request.params)}
        except Cancelled:
            answer = {"error": {"code": -32800, "message": "cancelled"}}
        except RpcError as error:
            answer = {"error": {"code": error.code, "message": error.message}}
            if error.data is not None:
                answer["error"]["data"] = error.data
        except Exception as error:  # The handler's own failure, whatever it is.
            answer = {"error": {"code": -32603, "message": f"{request.method} failed: {error}"}}
        with self._lock:
            if self._requests.pop(self._key(request.id), None) is None:
                return
        number = str(request.id) if "ids-as-text" in self.mutants else request.id
        try:
            self.write({"id": number, **answer})
        except RpcError as error:
            self.write({"id": number, "error": {"code": error.code, "message": error.message}})
        except ValueError as error:
            self.write({"id": number, "error": {"code": -32603, "message": str(error)}})

    def _cancel(self, number: Any) -> None:
        if "never-cancelled" in self.mutants:
            return
        with self._lock:
            request = self._requests.get(self._key(number))
            if request is None:
                return
            request.cancelled = True
            self._lock.notify_all()
            if not request.started:
                self._waiting.remove(request)
                self._requests.pop(self._key(number))
        if not request.started:
            self.write({"id": number, "error": {"code": -32800, "message": "cancelled"}})

    # The plugin's own requests

    def ask(self, method: str, params: dict) -> Any:
        """Asks the host, and waits until it answers or the request that this thread serves is cancelled."""
        return self.wait(self.begin(method, params))

    def begin(self, method: str, params: dict) -> int:
        with self._lock:
            self._last_id += 1
            number = self._last_id
            self._asked[number] = []
        try:
            self.write({"id": number, "method": method, "params": params})
        except RpcError:
            del self._asked[number]
            raise
        return number

    def wait(self, number: int) -> Any:
        request = self._current.request
        with self._lock:
            self._lock.wait_for(lambda: self._asked[number] or request.cancelled)
            answers = self._asked.pop(number)
            if not answers:
                self._given_up.add(number)
        if not answers:
            if "cancel-untold" not in self.mutants:
                self.tell("$/cancel", {"id": number})
            raise Cancelled
        error = answers[0].get("error")
        if error is not None:
            raise RpcError(error.get("code"), error["message"], error.get("data"))
        return answers[0].get("result", {})

    def sleep(self, seconds: float) -> None:
        request = self._current.request
        with self._lock:
            if self._lock.wait_for(lambda: request.cancelled, seconds):
                raise Cancelled

    def tell(self, method: str, params: dict) -> None:
        self.write({"method": method, "params": params})

    def _take_answer(self, message: dict) -> None:
        number = message.get("id")
        with self._lock:
            if number in self._given_up and "late-answers-break" not in self.mutants:
                self._given_up.discard(number)
                return
            if number not in self._asked:
                raise BrokenLine("an answer that nobody waits for")
            self._asked[number].append(message)
            self._lock.notify_all()

    def write(self, message: dict) -> None:
        if "no-version" in self.mutants:
            line = json.dumps(message)
        else:
            nan = "nan-written" in self.mutants
            line = json.dumps({"jsonrpc": "2.0", **message}, allow_nan=nan, separators=(",", ":"))
        data = line.encode() + b"\n"
        if len(data) > LONGEST_LINE + 1 and "long-answers" not in self.mutants:
            raise RpcError(-32003, "a message is longer than 16 MiB")
        with self._write_lock:
            self._output.write(data)
            self._output.flush()


def refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def check(message: Any) -> None:
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise BrokenLine("no JSON-RPC 2.0 message")
    if "id" in message and (isinstance(message["id"], bool) or not isinstance(message["id"], (int, str))):
        if message["id"] is not None or "error" not in message:
            raise BrokenLine("no id")
    if "method" in message:
        if not isinstance(message["method"], str) or "result" in message or "error" in message:
            raise BrokenLine("no request")
    elif ("result" in message) == ("error" in message):
        raise BrokenLine("neither a request nor an answer")
    elif "error" in message and not isinstance(message["error"].get("code"), int):
        raise BrokenLine("an error without a code")
