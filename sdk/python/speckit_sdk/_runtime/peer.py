"""One side of a JSON-RPC 2.0 connection: one JSON object a line, UTF-8, requests both ways at any time."""

from __future__ import annotations

import threading

from ..errors import (
    BUSY,
    CANCELLED,
    INTERNAL_ERROR,
    METHOD_NOT_FOUND,
    PARSE_ERROR,
    TOO_LARGE,
    ConnectionEndedError,
    HostError,
    TooLargeError,
    from_answer,
)
from .calls import CancelToken, PendingCall
from .messages import ProtocolError, encode, is_id, parse
from .workers import Workers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, BinaryIO

    Handler = Callable[[Any, CancelToken], Any]

MAX_LINE = 16 * 1024 * 1024
MAX_RUNNING = 64
MAX_WAITING = 4096
CANCEL = "$/cancel"


class Peer:
    """Reads until the input ends. Requests of the other side run on worker threads; this side's may be made on any."""

    def __init__(self, incoming: BinaryIO, outgoing: Any, *, max_line: int = MAX_LINE) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._max_line = max_line
        self._handlers: dict[str, Handler] = {}
        self._workers = Workers(MAX_RUNNING)
        self._write_lock = threading.Lock()
        self._lock = threading.Lock()
        self._last_id = 0
        self._pending: dict[int, PendingCall] = {}
        self._abandoned: set[int] = set()
        self._running: dict[Any, CancelToken] = {}
        self._unfinished = 0
        self._all_finished = threading.Condition(self._lock)
        self._ended = False

    def on(self, method: str, handler: Handler) -> None:
        """Answers a method. The handler gets the parameters and the call's token."""
        self._handlers[method] = handler

    def wait_until_finished(self, seconds: float) -> bool:
        """Waits for the calls of the other side, given up or not; whether all of them have ended."""
        with self._lock:
            return self._all_finished.wait_for(lambda: self._unfinished == 0, seconds)

    def request(self, method: str, params: Any, token: CancelToken | None = None) -> Any:
        """Asks the other side and waits for its answer.

        Raises an error of ``speckit_sdk.errors``: what the other side answered, ``CancelledError`` when the call that
        this belongs to is given up, ``ConnectionEndedError`` when there is nobody to answer.
        """
        if token is not None:
            token.check()
        call = PendingCall()
        with self._lock:
            if self._ended:
                raise ConnectionEndedError(f"'{method}' cannot be asked: the host is gone.")
            self._last_id += 1
            number = self._last_id
            self._pending[number] = call
        # Before it is sent: from then on a cancellation of the call that this belongs to must find it.
        if token is not None and not token.add(call, lambda: self._abandon(number, call)):
            self._abandon(number, call)
        try:
            if token is not None:
                token.check()
            self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
            if not call.wait() and token is not None:
                token.check()
        finally:
            if token is not None:
                token.remove(call)
            self._pending.pop(number, None)
        return call.result()

    def _abandon(self, number: int, call: PendingCall) -> None:
        """Gives a request up, and tells the other side, unless the answer is there already."""
        call.give_up()
        with self._lock:
            if self._pending.pop(number, None) is None:
                return
            self._abandoned.add(number)
        self._try_send({"jsonrpc": "2.0", "method": CANCEL, "params": {"id": number}})

    def notify(self, method: str, params: Any) -> None:
        """Tells the other side."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def run(self) -> None:
        """Reads until the input ends; raises ``ProtocolError`` when what comes is no message."""
        try:
            self._read_all()
        except ProtocolError as error:
            self._try_send({"jsonrpc": "2.0", "id": None, "error": {"code": PARSE_ERROR, "message": str(error)}})
            raise
        finally:
            self._end()

    def _read_all(self) -> None:
        readline, longest = self._incoming.readline, self._max_line + 1
        while line := readline(longest):
            if line[-1] != 10:
                too_long = len(line) == longest
                raise ProtocolError(
                    f"A line is longer than {self._max_line} bytes."
                    if too_long
                    else "The input ended inside a message."
                )
            self._take(parse(line))

    def _take(self, message: dict[str, Any]) -> None:
        method = message.get("method")
        if method is None:
            self._take_answer(message)
        elif "id" in message:
            self._take_request(message["id"], method, message.get("params"))
        elif method == CANCEL:
            self._cancel(message.get("params"))
        elif (handler := self._handlers.get(method)) is not None:
            with self._lock:
                self._unfinished += 1
            self._workers.put(lambda: self._answer(None, method, handler, message.get("params"), CancelToken()))

    def _take_request(self, number: Any, method: str, params: Any) -> None:
        handler = self._handlers.get(method)
        if handler is None:
            return self._refuse(number, METHOD_NOT_FOUND, f"There is no method '{method[:200]}'.")
        token = CancelToken()
        with self._lock:
            if number in self._running:
                raise ProtocolError("A request has the id of one that is not answered yet.")
            busy = len(self._running) >= MAX_RUNNING + MAX_WAITING
            if not busy:
                self._running[number] = token
                self._unfinished += 1
        if busy:
            return self._refuse(number, BUSY, "Too many requests wait already.")
        self._workers.put(lambda: self._answer(number, method, handler, params, token))

    def _answer(self, number: Any, method: str, handler: Handler, params: Any, token: CancelToken) -> None:
        try:
            reply = self._invoke(method, handler, params, token)
            with self._lock:
                # A call that was given up is answered already, and its id may be in use again.
                mine = number is not None and self._running.get(number) is token
                if mine:
                    del self._running[number]
            if mine:
                self._reply(number, reply)
        finally:
            with self._lock:
                self._unfinished -= 1
                if self._ended:
                    self._all_finished.notify_all()

    def _invoke(self, method: str, handler: Handler, params: Any, token: CancelToken) -> dict[str, Any]:
        if token.cancelled:
            return {}
        try:
            return {"result": handler(params, token)}
        except HostError as error:
            reply: dict[str, Any] = {"code": error.code, "message": error.message}
            if error.data is not None:
                reply["data"] = error.data
            return {"error": reply}
        except BaseException as error:
            if not token.cancelled:
                from .failures import report

                return {"error": {"code": INTERNAL_ERROR, "message": report(method, error)}}
            return {}

    def _reply(self, number: Any, reply: dict[str, Any]) -> None:
        try:
            self._send({"jsonrpc": "2.0", "id": number, **reply})
        except TooLargeError as error:
            self._refuse(number, TOO_LARGE, error.message)
        except (TypeError, ValueError, RecursionError) as error:
            self._refuse(number, INTERNAL_ERROR, f"The answer is not JSON: {error}")
        except ConnectionEndedError:
            pass  # The reader sees the same end and reports it.

    def _refuse(self, number: Any, code: int, message: str) -> None:
        self._try_send({"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message}})

    def _cancel(self, params: Any) -> None:
        if not isinstance(params, dict) or not is_id(params.get("id")):
            raise ProtocolError("A cancellation names no request.")
        with self._lock:
            token = self._running.pop(params["id"], None)
        if token is not None:
            # Python code cannot be stopped from outside: the answer does not wait for it.
            token.cancel()
            self._refuse(params["id"], CANCELLED, "The call was cancelled.")

    def _take_answer(self, message: dict[str, Any]) -> None:
        number, error = message["id"], message.get("error")
        if number is None:
            raise ProtocolError(f"The host could not read a message: {str(message['error']['message'])[:500]}")
        with self._lock:
            call = self._pending.pop(number, None)
            if call is None:
                if number not in self._abandoned:
                    raise ProtocolError("An answer has the id of no request.")
                self._abandoned.remove(number)
                return
        if error is None:
            call.resolve(message["result"])
        else:
            call.fail(from_answer(error["code"], error["message"], error.get("data")))

    def _try_send(self, message: dict[str, Any]) -> None:
        try:
            self._send(message)
        except ConnectionEndedError:
            pass

    def _send(self, message: dict[str, Any]) -> None:
        line = encode(message)
        if len(line) > self._max_line + 1:
            raise TooLargeError(f"A message of {len(line)} bytes is longer than a line may be ({self._max_line}).")
        view = memoryview(line)
        try:
            with self._write_lock:
                while view:
                    view = view[self._outgoing.write(view) :]
        except (OSError, ValueError) as error:
            raise ConnectionEndedError(f"The host is gone: {error}") from error

    def _end(self) -> None:
        with self._lock:
            self._ended = True
            calls, tokens = list(self._pending.values()), list(self._running.values())
            self._pending.clear()
            self._running.clear()
        for token in tokens:
            token.cancel()
        for call in calls:
            call.fail(ConnectionEndedError("The host is gone."))
