"""One connection with a host: from ``initialize`` to the end of the input."""

from __future__ import annotations

from ..errors import (
    INVALID_PARAMS,
    PROTOCOL_MISMATCH,
    WRONG_STATE,
    CancelledError,
    EntrypointError,
    HostError,
    SpeckitError,
    UsageError,
)
from ..version import PROTOCOL, VERSION
from . import current
from .entrypoints import Entrypoint
from .lifecycle import Lifecycle
from .params import take

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..context import PluginContext
    from .calls import CancelToken
    from .peer import Peer
    from .remote import RemoteHost

    Params = dict[str, Any]

# Methods, and the modules and functions that answer them, imported at the first call.
SERVED = {
    "command/run": "commands.run_command",
    "hook/invoke": "workflow.invoke_hook",
    "phase/before": "workflow.run_phase",
    "phase/after": "workflow.run_phase",
    "phase/replace": "workflow.run_phase",
    "integration/sync": "extensions.sync_integration",
    "stack/isCompatible": "stacks.ask_compatibility",
    "stack/configuration": "stacks.ask_configuration",
    "stack/scaffold": "stacks.scaffold",
    "outcome/validate": "extensions.validate_outcome",
    "outcome/defaultStack": "extensions.ask_default_stack",
    "outcome/acceptance": "extensions.ask_acceptance",
    "guardrail/check": "extensions.check_guardrail",
    "template/context": "extensions.provide_context",
    "template/postProcess": "extensions.post_process",
    "migrate/config": "migrations.migrate_config",
    "migrate/data": "migrations.migrate_data",
}


class Session:
    """The state of the connection, and the answers to the host's methods."""

    def __init__(self, peer: Peer, package: str) -> None:
        self.peer = peer
        self.package = package
        self.start: Params | None = None
        self.config: Params = {}
        self.entrypoints: list[Entrypoint] = []
        self.lifecycle = Lifecycle(self)
        self.subscriptions: Any = None
        self.active = False

    def register(self) -> None:
        """Answers the host's methods from now on."""
        current.session = self
        self.peer.on("initialize", self._guard("initialize", self._initialize))
        # Nothing to do yet: the host closes the input when it has the answer.
        self.peer.on("shutdown", lambda params, token: {})
        for method, answer in (
            ("configure", self._configure),
            ("activate", self._activate),
            ("deactivate", self._deactivate),
        ):
            self.peer.on(method, self._guard(method, self._when_started(answer)))
        for method, name in SERVED.items():
            self.peer.on(method, self._guard(method, self._when_started(self._served(method, name))))

    def context(self, token: CancelToken | None, **more: Any) -> PluginContext:
        """A context for one call."""
        from ..context.plugin_context import PluginContext
        from .remote import RemoteHost

        start = self.start or {}
        return PluginContext(
            host=RemoteHost(self, token),
            config=self.config,
            plugin=start.get("plugin"),
            project=start.get("project"),
            data_dir=start.get("dataDir"),
            package_dir=self.package,
            capabilities=start.get("capabilities") or (),
            **more,
        )

    def find(self, kind: str, subject: str | None, name: str | None = None) -> list[Entrypoint]:
        """The entry points of a kind, about something, with a name of the manifest; ``None`` leaves it open."""
        return [
            entry
            for entry in self.entrypoints
            if entry.kind == kind
            and (subject is None or entry.subject == subject)
            and (name is None or entry.name in (None, name))
        ]

    def single(self, kind: str, subject: str | None, what: str) -> Entrypoint:
        """The one entry point; an error when there is none."""
        found = self.find(kind, subject)
        if found:
            return found[0]
        from .suggest import suggest

        known = [entry.subject for entry in self.entrypoints if entry.kind == kind]
        raise HostError(f"The plugin has no {what} '{subject}'.{suggest(str(subject), known)}", INVALID_PARAMS)

    def _initialize(self, params: Params, token: CancelToken) -> Any:
        if self.start is not None:
            raise HostError("The plugin is initialized already.", WRONG_STATE)
        if params.get("protocol") != PROTOCOL:
            host = take(params, "host", dict, {})
            raise HostError(
                f"{host.get('name', 'The host')} {host.get('version', '')} speaks protocol {params.get('protocol')}, this plugin "
                f"(speckit_sdk {VERSION}) speaks protocol {PROTOCOL}. Update whichever is older.",
                PROTOCOL_MISMATCH,
            )
        entries = [
            Entrypoint(
                self.package,
                take(item, "handler", str),
                take(item, "path", str),
                take(item, "member", str, None),
                take(item, "name", str, None),
            )
            for item in take(params, "entrypoints", list, ())
        ]
        for name in ("plugin", "project", "host"):
            take(params, name, dict, {})
        self.start, self.entrypoints = params, entries
        answer: Params = {
            "protocol": PROTOCOL,
            "sdk": {"language": "python", "version": VERSION},
            "handlers": list(dict.fromkeys(entry.handler for entry in entries)),
        }
        if params.get("verify"):
            from .verifying import verify

            answer["handlers"], problems = verify(entries)
            if problems:
                answer["problems"] = problems
        return answer

    def _configure(self, params: Params, token: CancelToken) -> Any:
        self.config = take(params, "config", dict, {})
        return self._tell("configure", token)

    def _activate(self, params: Params, token: CancelToken) -> Any:
        self._tell("activate", token)
        self.active = True
        self._send_subscriptions(token)
        return {}

    def _deactivate(self, params: Params, token: CancelToken) -> Any:
        return self._tell("deactivate", token)

    def _tell(self, method: str, token: CancelToken) -> Any:
        self.lifecycle.tell(method, token)
        return {}

    def background_host(self) -> RemoteHost:
        """The host for code that belongs to no call."""
        from .remote import RemoteHost

        return RemoteHost(self, None)

    def _send_subscriptions(self, token: CancelToken | None) -> None:
        """Tells of those that were made before the host listened."""
        if self.subscriptions is not None:
            from .remote import RemoteHost

            self.subscriptions.send(RemoteHost(self, token))

    def target(self, entry: Entrypoint, token: CancelToken) -> Any:
        """What serves an entry point, ready for use."""
        target = entry.target()
        if not hasattr(target, "__code__"):
            self.lifecycle.join(target, token)
        self._send_subscriptions(token)
        return target

    def _when_started(self, answer: Callable[[Params, CancelToken], Any]) -> Callable[[Params, CancelToken], Any]:
        def check(params: Params, token: CancelToken) -> Any:
            if self.start is None:
                raise HostError("The plugin is not initialized yet.", WRONG_STATE)
            return answer(params, token)

        return check

    def _served(self, method: str, name: str) -> Callable[[Params, CancelToken], Any]:
        def answer(params: Params, token: CancelToken) -> Any:
            from importlib import import_module

            module, _, function = name.partition(".")
            serving = import_module(f"{__package__}.serving_{module}")
            return getattr(serving, function)(self, method, params, token)

        return answer

    @staticmethod
    def _guard(method: str, answer: Callable[[Params, CancelToken], Any]) -> Callable[[Any, CancelToken], Any]:
        """Gives the host the code that belongs to an expected failure."""

        def guarded(params: Any, token: CancelToken) -> Any:
            if params is None:
                params = {}
            if not isinstance(params, dict):
                raise HostError(f"The parameters of '{method}' are not an object.", INVALID_PARAMS)
            try:
                return answer(params, token)
            except UsageError as error:
                raise HostError(str(error), INVALID_PARAMS) from None
            except (HostError, CancelledError):
                raise
            except EntrypointError as error:
                raise HostError(str(error)) from None

        return guarded
