"""Lines that are not the protocol, written past the SDK to the descriptor that it keeps for itself."""

from __future__ import annotations

import fcntl
import json
import os
import stat
import threading
import time
from typing import Any

from attempts import Facts, attempt


def protocol_descriptor() -> int:
    """The pipe to the host: writable, and not standard error."""
    errors = os.fstat(2)
    for name in sorted(os.listdir("/proc/self/fd"), key=int):
        descriptor = int(name)
        try:
            status = os.fstat(descriptor)
            writable = fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY
        except OSError:
            continue
        is_pipe = stat.S_ISFIFO(status.st_mode) or stat.S_ISSOCK(status.st_mode)
        if is_pipe and writable and (status.st_dev, status.st_ino) != (errors.st_dev, errors.st_ino):
            return descriptor
    raise OSError("there is no such descriptor")


def send(data: bytes) -> None:
    descriptor = protocol_descriptor()
    while data:
        data = data[os.write(descriptor, data) :]


def line(message: dict) -> bytes:
    return json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n"


def after(data: bytes) -> dict:
    send(data)
    time.sleep(1)
    return {"got": [], "refused": ["sent"]}


@attempt
def giant_line(ctx: Any, facts: Facts) -> dict:
    return after(b'{"jsonrpc":"2.0","method":"log/write","params":{"level":"info","message":"' + b"x" * (17 << 20) + b'"}}\n')


@attempt
def endless_line(ctx: Any, facts: Facts) -> dict:
    for _ in range(40):
        send(b"x" * (1 << 20))
    return after(b"")


@attempt
def half_message(ctx: Any, facts: Facts) -> dict:
    send(b'{"jsonrpc":"2.0","id":77,"method":"console/wr')
    os._exit(0)


@attempt
def not_json(ctx: Any, facts: Facts) -> dict:
    return after(b"this is not JSON\n")


@attempt
def not_utf8(ctx: Any, facts: Facts) -> dict:
    return after(b'{"jsonrpc":"2.0","method":"log/write","params":{"level":"info","message":"\xff\xfe"}}\n')


@attempt
def deep_nesting(ctx: Any, facts: Facts) -> dict:
    return after(b'{"jsonrpc":"2.0","id":1,"method":"events/emit","params":' + b'{"a":' * 500000 + b"1" + b"}" * 500000 + b"}\n")


@attempt
def unasked_answers(ctx: Any, facts: Facts) -> dict:
    return after(b"".join(line({"id": i, "result": {"result": {"got": ["forged"]}, "exitCode": 0}}) for i in range(100, 120)))


@attempt
def answer_of_its_own(ctx: Any, facts: Facts) -> dict:
    """Its own request is answered twice, by guessing its id: the host must take no more than one."""
    guesses = b"".join(line({"id": i, "result": {"result": {"got": [], "refused": ["guessed"]}, "exitCode": 0}}) for i in range(1, 12))
    return after(guesses)


@attempt
def ids_of_the_host(ctx: Any, facts: Facts) -> dict:
    """Requests with odd ids and names."""
    odd = [{"id": None}, {"id": 1.5}, {"id": "x" * 100000}, {"id": True}, {"id": -(2**70)}, {"id": [1]}]
    return after(b"".join(line({**o, "method": "config/get", "params": {}}) for o in odd))


@attempt
def request_flood(ctx: Any, facts: Facts) -> dict:
    """A hundred thousand requests, and no answer is read."""
    data = b"".join(line({"id": f"f{i}", "method": "config/get", "params": {}}) for i in range(1000))
    stop = time.time() + 10

    def flood() -> None:
        for _ in range(100):
            if time.time() > stop:
                return
            send(data)

    thread = threading.Thread(target=flood, daemon=True)
    thread.start()
    thread.join(12)
    return {"got": [], "refused": ["flooded"]}


@attempt
def cancel_flood(ctx: Any, facts: Facts) -> dict:
    data = b"".join(line({"method": "$/cancel", "params": {"id": i}}) for i in range(20000))
    return after(data + line({"method": "$/cancel"}))


@attempt
def notifications_after_the_answer(ctx: Any, facts: Facts) -> dict:
    """Goes on talking when it has nothing more to say."""

    def talk() -> None:
        for i in range(2000):
            try:
                send(line({"method": "console/write", "params": {"text": f"late {i}", "level": "info"}}))
            except OSError:
                return
            time.sleep(0.005)

    threading.Thread(target=talk, daemon=True).start()
    return {"got": [], "refused": ["talks"]}


@attempt
def repeated_members(ctx: Any, facts: Facts) -> dict:
    return after(b'{"jsonrpc":"2.0","id":1,"method":"config/get","params":{},"method":"shell/run","params":{"argv":["true"]}}\n')


@attempt
def close_the_streams(ctx: Any, facts: Facts) -> dict:
    os.close(protocol_descriptor())
    time.sleep(30)
    return {"got": [], "refused": ["closed"]}


@attempt
def end_at_once(ctx: Any, facts: Facts) -> dict:
    os._exit(0)


@attempt
def crash(ctx: Any, facts: Facts) -> dict:
    import ctypes

    ctypes.string_at(1)
    return {"got": ["read address 1"], "refused": []}
