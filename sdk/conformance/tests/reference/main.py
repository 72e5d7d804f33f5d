"""A conformance plugin without an SDK: what a fourth SDK may be compared with, and what the suite's own tests break."""

from __future__ import annotations

import io
import os
import pathlib
import sys
import time
from typing import Any

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from commands import COMMANDS, Host, Usage  # noqa: E402
from peer import Peer, RpcError  # noqa: E402
from points import Points  # noqa: E402

MUTANTS = frozenset(filter(None, os.environ.get("MUTANTS", "").split(",")))
WRONG_PARAMETERS = -32603 if "parameters-code" in MUTANTS else -32602

# What each method must say about itself: the parameter and its type.
SHAPES = {
    "initialize": {"protocol": int, "host": dict, "plugin": dict, "project": dict, "dataDir": str, "capabilities": list},
    "configure": {"config": dict},
    "command/run": {"name": str, "arguments": list, "options": dict},
    "hook/invoke": {"event": dict},
    "phase/before": {"phase": str},
    "phase/after": {"phase": str},
    "phase/replace": {"phase": str},
    "integration/sync": {"direction": str},
    "stack/isCompatible": {"name": str},
    "stack/configuration": {"name": str},
    "stack/scaffold": {"name": str},
    "outcome/validate": {"type": str},
    "outcome/defaultStack": {"type": str},
    "outcome/acceptance": {"type": str},
    "guardrail/check": {"files": list},
    "template/context": {"name": str},
    "template/postProcess": {"name": str, "content": str},
    "migrate/config": {"from": str, "to": str, "config": dict},
    "migrate/data": {"from": str, "to": str},
    "activate": {},
    "deactivate": {},
    "shutdown": {},
}


class Session:
    """From initialize to the end."""

    def __init__(self) -> None:
        self.peer = Peer(self.serve, MUTANTS)
        self.start: dict | None = None
        self.config: dict = {}
        self.points = Points(self)

    def serve(self, method: str, params: Any) -> Any:
        shape = SHAPES.get(method)
        if method == "shutdown" and "shutdown-fails" in MUTANTS:
            raise ValueError("no")
        if shape is None:
            raise RpcError(-32602 if "unknown-methods" in MUTANTS else -32601, f"there is no method {method}")
        if "states" not in MUTANTS and self.start is None and method not in ("initialize", "shutdown"):
            raise RpcError(-32007, "not initialized")
        if "parameters" not in MUTANTS:
            self.check(shape, params)
        if method == "command/run":
            return self.run_command(params)
        life = {"initialize": self.initialize, "configure": self.configure, "activate": self.activate}
        if method in life:
            return life[method](params)
        return {} if method == "shutdown" else self.points.serve(method, params)

    @staticmethod
    def check(shape: dict, params: Any) -> None:
        if not isinstance(params, dict):
            raise RpcError(WRONG_PARAMETERS, "the parameters are not an object")
        for name, type_ in shape.items():
            if not isinstance(params.get(name), type_):
                raise RpcError(WRONG_PARAMETERS, f"{name} is missing or of the wrong type")

    def initialize(self, params: dict) -> dict:
        if params["protocol"] != 1 and "any-protocol" not in MUTANTS:
            raise RpcError(-32006, f"the host speaks protocol {params['protocol']}, this plugin 1")
        if self.start is not None and "initialize-twice" not in MUTANTS:
            raise RpcError(-32007, "initialized already")
        if "known-members-only" in MUTANTS and "future" in params:
            raise RpcError(-32602, "what is future?")
        self.start = params
        ids = [entry["handler"] for entry in params["entrypoints"]]
        if params.get("verify") and "verify" not in MUTANTS:
            ids = [entry["handler"] for entry in params["entrypoints"] if self.is_there(entry)]
        return {"protocol": 1, "sdk": {"language": "reference", "version": "1.0.0"}, "handlers": sorted(set(ids))}

    @staticmethod
    def is_there(entry: dict) -> bool:
        known = set(COMMANDS) | Points.MEMBERS
        return entry["path"] == "main.py" and entry["member"] in known and entry["member"] != "broken"

    def configure(self, params: dict) -> dict:
        self.config = {**self.config, **params["config"]} if "config-merged" in MUTANTS else params["config"]
        return {}

    def activate(self, params: dict) -> dict:
        if "subscription" not in MUTANTS:
            self.peer.ask("events/subscribe", {"patterns": ["plugin.other.**"]})
        return {}

    def run_command(self, params: dict) -> dict:
        name = params["name"]
        entry = next((e for e in self.start["entrypoints"] if e["handler"] == f"command:{name}"), None)
        if entry is None:
            raise RpcError(-32602, "no such command" if "names-untold" in MUTANTS else f"there is no command {name}")
        if entry["member"] not in COMMANDS:
            raise RpcError(-32603, f"{entry['path']} has no {entry['member']}")
        try:
            result, code = COMMANDS[entry["member"]](Host(self, MUTANTS), params["arguments"], params["options"])
        except Usage as error:
            code = -32603 if "usage-code" in MUTANTS else -32602
            raise RpcError(code, str(error)) from error
        if "results-wrapped" in MUTANTS:
            result = {"value": result}
        return {"result": result, "exitCode": 0 if "exit-codes" in MUTANTS else code}


def main() -> int:
    session = Session()
    source = os.fdopen(os.dup(0), "rb")
    if "stdin-shared" not in MUTANTS:
        sys.stdin = io.StringIO()
    if "stdout-shared" not in MUTANTS:
        sys.stdout = sys.stderr
    code = session.peer.run(source)
    sys.stderr.flush()
    if "never-ends" in MUTANTS or ("ends-when-idle" in MUTANTS and session.peer.busy()):
        time.sleep(60)
    return 9 if "exit-code" in MUTANTS and code == 0 else code


if __name__ == "__main__":
    exit_code = main()
    sys.stderr.flush()
    os._exit(exit_code)
