"""Hooks, phases and the other extension points of the conformance plugin."""

from __future__ import annotations

import pathlib
import re
from typing import Any

from peer import RpcError

HOOKS = {
    "hook_created": "backlog.task.created",
    "hook_pattern": "plugin.conf.*",
    "hook_deep": "workflow.**",
    "hook_first": "backlog.task.updated",
    "hook_second": "backlog.task.updated",
    "hook_fails": "plugin.fail.now",
}


def matches(pattern: str, name: str) -> bool:
    parts = re.escape(pattern).replace(r"\*\*", ".+").replace(r"\*", "[^.]+")
    return re.fullmatch(parts, name) is not None


class Points:
    """Serves every method but the life cycle and commands."""

    MEMBERS = set(HOOKS) | {
        "gate", "replace", "integration", "stack", "outcome", "guardrail", "template_context", "post_processor",
        "migration_one", "migration_two",
    }  # fmt: skip

    def __init__(self, session: Any) -> None:
        self.session = session
        self.peer, self.mutants = session.peer, session.peer.mutants
        self._outcome_used = False

    def serve(self, method: str, params: dict) -> Any:
        kind, _, what = method.partition("/")
        result = getattr(self, kind)(what, params)
        if "points-empty" in self.mutants and result:
            return {}
        return result

    def say(self, text: str) -> None:
        if "console-lost" not in self.mutants:
            self.peer.tell("console/write", {"text": text, "level": "info"})

    def unknown(self, what: str) -> None:
        raise RpcError(-32602, "no such thing" if "names-untold" in self.mutants else f"there is no {what}")

    def named(self, name: Any, own: str) -> None:
        if name is not None and name != own:
            self.unknown(name)

    def deactivate(self, what: str, params: dict) -> Any:
        if self._outcome_used and "deactivated-untold" not in self.mutants:
            self.say("conf: deactivated")
        return {}

    def hook(self, what: str, params: dict) -> Any:
        event = params["event"]
        member = params.get("handler") if "hook-members" not in self.mutants else None
        for key, pattern in HOOKS.items():
            if matches(pattern, event["type"]) and member in (None, key):
                self.run_hook(key, event)
        if member is None and matches("plugin.other.**", event["type"]):
            self.say(f"subscription {event['type']} {event['id']}")
        return {}

    def run_hook(self, key: str, event: dict) -> None:
        if key == "hook_fails":
            raise ValueError("failed" if "errors-untold" in self.mutants else "conf: the hook failed")
        text = f"{key.replace('_', '-')} {event['type']} {event['id']}"
        if key == "hook_created":
            more = [event.get(name) or "-" for name in ("source", "feature", "taskId")]
            text += " " + " ".join([*more, event.get("payload", {}).get("title", "-")])
        self.say(text)

    def phase(self, what: str, params: dict) -> Any:
        phase, feature = params["phase"], params.get("feature")
        if (phase, what) not in {("implement", "before"), ("implement", "after"), ("plan", "replace")}:
            self.unknown(f"{what} of {phase}")
        if what == "replace":
            return {"continue": True, "message": f"conf: planned {feature}"}
        self.say(f"{what} {phase} {feature}")
        mode = (params.get("context") or {}).get("mode")
        if mode == "error" and what == "before":
            raise ValueError("failed" if "errors-untold" in self.mutants else "conf: the phase failed")
        blocks = mode == "block" and what == "before" and "never-blocks" not in self.mutants
        return {"continue": False, "message": "conf: not yet"} if blocks else {"continue": True}

    def integration(self, what: str, params: dict) -> Any:
        self.named(params.get("name"), "conf-sync")
        direction, items = params["direction"], params["context"]["items"]
        updated = int(direction == "both")
        return {"created": len(items), "updated": updated, "failed": 0, "message": f"conf: {direction}"}

    def stack(self, what: str, params: dict) -> Any:
        self.named(params["name"], "conf-stack")
        context = params.get("context") or {}
        if what == "isCompatible":
            fits = context["outcomeType"] == "api" and "forbidden" not in context["requirements"]
            return {"compatible": fits or "stack-always" in self.mutants}
        if what == "configuration":
            return {"configuration": {"backend": "conf", "layers": ["web", "data"]}}
        name, module = context["spec"]["name"], context["config"]["module"]
        return {"files": {"README.md": f"# {name}\n", f"src/{module}.txt": "conf\n"}}

    def outcome(self, what: str, params: dict) -> Any:
        self.named(params["type"], "conf-outcome")
        self._outcome_used = True
        document = params.get("document") or {}
        name = document.get("name")
        if what == "defaultStack":
            return {"stack": {"backend": "conf", "database": document.get("database", "none")}}
        if what == "acceptance":
            return {"acceptance": {"name": name, "lifecycle": ["initialize", "configure", "activate"]}}
        problem = {None: ("error", "conf: name is missing"), "old": ("warning", "conf: name is old")}.get(name)
        found = [{"severity": problem[0], "message": problem[1], "path": "/name"}] if problem else []
        return {"problems": found}

    def guardrail(self, what: str, params: dict) -> Any:
        self.named(params.get("name"), "conf-guardrail")
        rules, files = params.get("rules"), params["files"]
        chosen = rules is None or "conf-rule" in rules or "rules-ignored" in self.mutants
        found = [
            {"rule": "conf-rule", "severity": "low", "title": "Conf", "description": f"conf: {f}", "file": f, "line": 1}
            for f in (files if chosen else [])
        ]
        return {"findings": found, "metrics": {"files": len(files), "ratio": 0.5}}

    def template(self, what: str, params: dict) -> Any:
        if what == "context":
            self.named(params["name"], "conf-context")
            return {"context": {"title": "conf", "items": ["a", "b"], "nested": {"n": 1}}}
        self.named(params["name"], "conf-done")
        return {"content": params["content"].replace("TODO", "DONE")}

    def migrate(self, what: str, params: dict) -> Any:
        step = (params["from"], params["to"])
        if step not in {("1.0.0", "2.0.0"), ("2.0.0", "3.0.0")}:
            self.unknown(f"migration from {step[0]} to {step[1]}")
        first = step[0] == "1.0.0"
        if what == "data":
            if first:
                pathlib.Path(self.session.start["dataDir"], "migrated.txt").write_text("2.0.0\n")
            return {}
        if not first:
            raise ValueError("conf: no way")
        config = dict(params["config"])
        if "old" in config:
            config["new"] = config.pop("old")
        return {"config": config}
