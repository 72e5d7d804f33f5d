"""One connection with a host: from ``initialize`` to the end of the input."""

from __future__ import annotations

from ..errors import (
    INVALID_PARAMS,
    NOT_FOUND,
    PROTOCOL_MISMATCH,
    WRONG_STATE,
    CancelledError,
    EntrypointError,
    HostError,
    SpeckitError,
    UsageError,
)
from ..version import PROTOCOL, VERSION
from .entrypoints import Entrypoint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..context import PluginContext
    from .calls import CancelToken
    from .peer import Peer

    Params = dict[str, Any]

# Methods and the functions of ``serving`` that answer them, imported at the first call.
SERVED = {
    "command/run": "run_command",
    "hook/invoke": "invoke_hook",
    "phase/before": "run_phase",
    "phase/after": "run_phase",
    "phase/replace": "run_phase",
    "integration/sync": "sync_integration",
    "stack/isCompatible": "ask_compatibility",
    "stack/configuration": "ask_configuration",
    "stack/scaffold": "scaffold",
    "outcome/validate": "validate_outcome",
    "outcome/defaultStack": "ask_default_stack",
    "outcome/acceptance": "ask_acceptance",
    "guardrail/check": "check_guardrail",
    "template/context": "provide_context",
    "template/postProcess": "post_process",
    "migrate/config": "migrate_config",
    "migrate/data": "migrate_data",
}


class Session:
    """The state of the connection, and the answers to the host's methods."""

    def __init__(self, peer: Peer, package: str) -> None:
        self.peer = peer
        self.package = package
        self.start: Params | None = None
        self.config: Params = {}
        self.entrypoints: list[Entrypoint] = []
        self.plugin: Any = None
        self.subscriptions: Any = None

    def register(self) -> None:
        """Answers the host's methods from now on."""
        self.peer.on("initialize", self._guard("initialize", self._initialize))
        for method, answer in (
            ("configure", self._configure),
            ("activate", self._activate),
            ("deactivate", self._deactivate),
            ("shutdown", lambda params, token: {}),
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
        raise HostError(f"The plugin has no {what} '{subject}'.{suggest(str(subject), known)}", NOT_FOUND)

    def _initialize(self, params: Params, token: CancelToken) -> Any:
        if self.start is not None:
            raise HostError("The plugin is initialized already.", WRONG_STATE)
        if params.get("protocol") != PROTOCOL:
            host = params.get("host") or {}
            raise HostError(
                f"{host.get('name', 'The host')} {host.get('version', '')} speaks protocol {params.get('protocol')}, this plugin "
                f"(speckit_sdk {VERSION}) speaks protocol {PROTOCOL}. Update whichever is older.",
                PROTOCOL_MISMATCH,
            )
        given = params.get("entrypoints") or []
        entries = [
            Entrypoint(self.package, item["handler"], item["path"], item.get("member"), item.get("name"))
            for item in given
        ]
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
        self.config = params.get("config") or {}
        return self._tell("configure", token)

    def _activate(self, params: Params, token: CancelToken) -> Any:
        self._tell("activate", token)
        if self.subscriptions is not None:
            self.subscriptions.send(self.context(token))
        return {}

    def _deactivate(self, params: Params, token: CancelToken) -> Any:
        return self._tell("deactivate", token)

    def _tell(self, method: str, token: CancelToken) -> Any:
        """Tells the plugin's own object, where there is one."""
        from .lifecycle import tell

        tell(self, method, token)
        return {}

    def _when_started(self, answer: Callable[[Params, CancelToken], Any]) -> Callable[[Params, CancelToken], Any]:
        def check(params: Params, token: CancelToken) -> Any:
            if self.start is None:
                raise HostError("The plugin is not initialized yet.", WRONG_STATE)
            return answer(params, token)

        return check

    def _served(self, method: str, name: str) -> Callable[[Params, CancelToken], Any]:
        def answer(params: Params, token: CancelToken) -> Any:
            from . import serving

            return getattr(serving, name)(self, method, params, token)

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
            except KeyError as error:
                if not _is_ours(error):
                    raise
                raise HostError(f"The parameters of '{method}' lack {error}.", INVALID_PARAMS) from None

        return guarded


def _is_ours(error: BaseException) -> bool:
    """Whether it was raised by this package reading parameters, not by the plugin."""
    frames = error.__traceback__
    while frames is not None and frames.tb_next is not None:
        frames = frames.tb_next
    return frames is not None and str(frames.tb_frame.f_globals.get("__name__", "")).startswith(__package__)
