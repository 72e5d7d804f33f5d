"""Plays one script to one plugin."""

from __future__ import annotations

import json
import pathlib
import time
from typing import Any

from suite.patterns import compare, show
from suite.plugin import Plugin, Said
from suite.script import PAD, Script, ScriptError, Step, expand, to_step

# The protocol gives a plugin two seconds to end.
SECONDS_TO_END = 2


class Mismatch(Exception):
    """The plugin did something else than the script expects."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")


class Player:
    """One conversation. Patience multiplies all time limits, for slow machines."""

    def __init__(self, plugin: Plugin, variables: dict[str, Any], timeout: float, patience: float) -> None:
        self._plugin = plugin
        self._variables = {**variables, "pad": PAD}
        self._timeout = timeout * patience
        self._patience = patience
        self._held: Said | None = None
        self._ended = False
        self.conversation: list[str] = []

    def play(self, script: Script) -> None:
        """Plays all steps, then sees to it that the plugin ends as it should."""
        self._play_all(script.steps)
        if not self._ended:
            self._plugin.close()
            self._end(Step("at the end", "expectEnd", {"expectEnd": {"code": 0}}))

    def _play_all(self, steps: list[Step]) -> None:
        for step in steps:
            self._play(step)

    def _play(self, step: Step) -> None:
        {
            "send": self._send,
            "sendRaw": self._send_raw,
            "sendHex": self._send_raw,
            "sendFill": self._send_raw,
            "sendNested": self._send_nested,
            "expect": self._expect,
            "expectAll": self._expect_all,
            "expectOneOf": self._expect_one_of,
            "silence": self._silence,
            "close": lambda _: self._plugin.close(),
            "expectEnd": self._end,
            "expectStderr": self._expect_stderr,
            "expectFile": self._expect_file,
            "repeat": self._repeat,
        }[step.action](step)

    # Sending

    def _send(self, step: Step) -> None:
        line = self._line(self._expand(step, step.body["send"]))
        if "padTo" in step.body:
            room = step.body["padTo"] - len(line.replace(PAD, "").encode())
            line = line.replace(PAD, "x" * room)
        self._write(line.encode() + b"\n", step.body.get("chunk", 0))

    @staticmethod
    def _line(message: dict) -> str:
        return json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False, separators=(",", ":"))

    def _send_raw(self, step: Step) -> None:
        if step.action == "sendHex":
            self._write(bytes.fromhex(step.body["sendHex"]))
        elif step.action == "sendFill":
            self._write(b"x" * step.body["sendFill"])
        else:
            self._write(self._expand(step, step.body["sendRaw"]).encode())

    def _send_nested(self, step: Step) -> None:
        depth = step.body["sendNested"]
        head = '{"jsonrpc":"2.0","id":"nested","method":"command/run","params":{"name":"conf:echo","arguments":[],"options":{},"future":'
        self._write((head + "[" * depth + "]" * depth + "}}\n").encode())

    def _write(self, data: bytes, chunk: int = 0) -> None:
        self.conversation.append("→ " + data[:300].decode("utf-8", "replace").rstrip("\n"))
        self._plugin.send(data, chunk)

    # Expecting

    def _next(self, seconds: float) -> Said | None:
        said, self._held = self._held or self._plugin.next(seconds), None
        if said is not None and said.message is not None:
            self.conversation.append("← " + show(said.message))
        return said

    def _message(self, place: str, wanted: str) -> dict:
        said = self._next(self._timeout)
        if said is None:
            raise Mismatch(place, f"nothing came within {self._timeout:g} s, expected {wanted}")
        if said.message is None:
            self._ended = said.exit_code is not None
            end = f"the plugin ended with {said.exit_code}" if said.broken is None else said.broken
            raise Mismatch(place, f"{end}; expected {wanted}")
        return said.message

    def _expect(self, step: Step) -> None:
        message = self._message(step.place, show(step.body["expect"]))
        if differences := self._match(step, message):
            raise Mismatch(step.place, "\n    ".join([f"the message is {show(message)}", *differences]))

    def _match(self, step: Step, message: dict) -> list[str]:
        """Compares; if it matches, remembers the captures, answers, and goes on with what depends on it."""
        captures: dict[str, Any] = {}
        differences = compare(self._expand(step, step.body["expect"]), message, captures)
        if differences:
            return differences
        self._variables.update(captures)
        if "answer" in step.body and "method" in message and "id" in message:
            answer = self._expand(step, step.body["answer"])
            self._write(self._line({"id": message["id"], **answer}).encode() + b"\n")
        self._play_all([to_step(step.place, body) for body in step.body.get("then", [])])
        return []

    def _expect_all(self, step: Step) -> None:
        open_steps = [to_step(step.place, body) for body in step.body["expectAll"]]
        while open_steps:
            message = self._message(step.place, f"{len(open_steps)} more, such as {show(open_steps[0].body['expect'])}")
            closest: list[str] | None = None
            for candidate in open_steps:
                differences = self._match(candidate, message)
                if not differences:
                    open_steps.remove(candidate)
                    break
                closest = differences if closest is None or len(differences) < len(closest) else closest
            else:
                raise Mismatch(step.place, "\n    ".join([f"{show(message)} is none of those expected", *(closest or [])]))

    def _expect_one_of(self, step: Step) -> None:
        said = self._next(self._timeout)
        if said is None:
            raise Mismatch(step.place, f"nothing came within {self._timeout:g} s")
        for choice in step.body["expectOneOf"]:
            steps = [to_step(step.place, body) for body in choice]
            if self._fits(steps[0], said):
                self._held = said
                self._play_all(steps)
                return
        raise Mismatch(step.place, f"{show(said.message) if said.message else said} fits none of the choices")

    def _fits(self, step: Step, said: Said) -> bool:
        if step.action == "expectEnd":
            return said.exit_code is not None or (said.message is not None and is_last_word(said.message))
        return said.message is not None and not compare(self._expand(step, step.body["expect"]), said.message, {})

    def _silence(self, step: Step) -> None:
        said = self._next(step.body["silence"])
        if said is not None:
            raise Mismatch(step.place, f"expected nothing, came {show(said.message) if said.message else said}")

    def _end(self, step: Step) -> None:
        wanted = step.body["expectEnd"]
        within = wanted.get("within", SECONDS_TO_END) * self._patience
        deadline = time.monotonic() + within
        while (said := self._next(deadline - time.monotonic())) is not None and said.exit_code is None:
            if said.broken is not None:
                raise Mismatch(step.place, said.broken)
            if not wanted.get("messages") and not is_last_word(said.message):
                raise Mismatch(step.place, f"expected the end, came {show(said.message)}")
        if said is None:
            raise Mismatch(step.place, f"the plugin has not ended within {within:g} s")
        self._ended = True
        if compare(wanted["code"], said.exit_code, {}):
            raise Mismatch(step.place, f"the exit code is {said.exit_code}, expected {show(wanted['code'])}")

    def _expect_stderr(self, step: Step) -> None:
        text = step.body["expectStderr"]
        self._wait_for(step, lambda: text in self._plugin.stderr(), f"{show(text)} did not come out at standard error")

    def _expect_file(self, step: Step) -> None:
        wanted = self._expand(step, step.body["expectFile"])
        file = pathlib.Path(wanted["path"])
        text = wanted["text"].encode()
        self._wait_for(step, lambda: file.is_file() and file.read_bytes() == text, f"{file.name} is not as expected")

    def _wait_for(self, step: Step, is_there: Any, reason: str) -> None:
        deadline = time.monotonic() + self._timeout
        while not is_there():
            if time.monotonic() > deadline:
                raise Mismatch(step.place, reason)
            time.sleep(0.01)

    def _repeat(self, step: Step) -> None:
        steps = [to_step(step.place, body) for body in step.body["steps"]]
        for i in range(step.body["repeat"]):
            self._variables["i"] = i
            self._play_all(steps)

    def _expand(self, step: Step, value: Any) -> Any:
        try:
            return expand(value, self._variables)
        except ScriptError as error:
            raise ScriptError(f"{step.place}: {error}") from error


def is_last_word(message: dict) -> bool:
    """An error that belongs to no request: what a plugin may say before it ends."""
    return "error" in message and message.get("id") is None
