"""The runtime context: what a call of the host may use."""

from __future__ import annotations

from ..errors import CapabilityDeniedError, SpeckitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import Any

    from ..workflows.context import WorkflowContext
    from .backlog import Backlog
    from .config import Config
    from .console import Console
    from .environment import Environment
    from .files import Files
    from .host import Host
    from .http import Http
    from .log import Log
    from .project import Project
    from .shell import Shell


class PluginContext:
    """The services of the host, made when they are first used. Each call of a plugin gets a context of its own.

    The host checks every call against what the user granted; a refusal is a ``CapabilityDeniedError``.
    """

    def __init__(
        self,
        *,
        host: Host | None = None,
        config: Mapping[str, Any] | None = None,
        plugin: Mapping[str, Any] | None = None,
        project: Mapping[str, Any] | None = None,
        project_root: str | Path | None = None,
        data_dir: str | None = None,
        package_dir: str | None = None,
        capabilities: Iterable[str] = (),
        workflow: Mapping[str, Any] | None = None,
        event_bus: Any = None,
        backlog: Any = None,
    ) -> None:
        self._host = host
        self._config = config
        self._project_info = dict(project or {})
        if project_root is not None:
            self._project_info["root"] = str(project_root)
        self._data_dir = data_dir
        self._package_dir = package_dir
        self._workflow_info = dict(workflow or {})
        self._services: dict[str, Any] = {}
        if event_bus is not None:
            self._services["events"] = event_bus
        if backlog is not None:
            self._services["backlog"] = backlog
        self.plugin_name: str = str((plugin or {}).get("name", ""))
        """The plugin's name in its manifest."""
        self.plugin_version: str = str((plugin or {}).get("version", ""))
        """The plugin's version in its manifest."""
        self.capabilities: frozenset[str] = frozenset(capabilities)
        """What the user granted."""

    @property
    def host(self) -> Host:
        """The connection itself, for methods that this package does not know yet."""
        if self._host is None:
            raise SpeckitError("This context has no host: inside a plugin the host makes it, in a test mock_context().")
        return self._host

    @property
    def config(self) -> Config:
        """The plugin's configuration."""
        from .config import Config

        return self._service("config", lambda: self._config if isinstance(self._config, Config) else Config(self._config))

    @property
    def project(self) -> Project:
        """The project and its files. Reading needs ``filesystem.read``, writing ``filesystem.write``."""
        from .project import Project

        return self._service("project", lambda: Project(self.host, self._project_info))

    @property
    def project_root(self) -> Path:
        """The project's folder."""
        from pathlib import Path

        return Path(self._project_info.get("root") or ".")

    @property
    def files(self) -> Files:
        """Creates folders and files in the project. Needs ``filesystem.write``."""
        from .files import Files

        return self._service("files", lambda: Files(self.project))

    @property
    def backlog(self) -> Backlog:
        """The project's tasks. Reading needs ``backlog.read``, writing ``backlog.write``."""
        from .backlog import Backlog

        return self._service("backlog", lambda: Backlog(self.host))

    @property
    def events(self) -> Any:
        """The event bus (``speckit_sdk.events.EventBus``). Plugins emit under ``plugin.`` only."""
        from ..events.bus import EventBus

        return self._service("events", lambda: EventBus(self.host))

    @property
    def event_bus(self) -> Any:
        """Another name of ``events``."""
        return self.events

    @property
    def console(self) -> Console:
        """The person's terminal, through the host."""
        from .console import Console

        return self._service("console", lambda: Console(self.host))

    @property
    def shell(self) -> Shell:
        """Runs programs. Needs ``subprocess``."""
        from .shell import Shell

        return self._service("shell", lambda: Shell(self.host))

    @property
    def http(self) -> Http:
        """Makes requests through the host. Needs ``network``."""
        from .http import Http

        return self._service("http", lambda: Http(self.host))

    @property
    def environment(self) -> Environment:
        """Environment variables. Needs ``environment``."""
        from .environment import Environment

        return self._service("environment", lambda: Environment(self.host))

    @property
    def log(self) -> Log:
        """The plugin's log, kept by the host."""
        from .log import Log

        return self._service("log", lambda: Log(self.host))

    @property
    def workflow(self) -> WorkflowContext:
        """The workflow phase that runs, if one does."""
        from ..workflows.context import WorkflowContext

        return self._service("workflow", lambda: WorkflowContext(lambda: self.project, self._workflow_info))

    @property
    def data_dir(self) -> Path:
        """The plugin's own writable folder."""
        from pathlib import Path

        if self._data_dir is None:
            raise SpeckitError("This context has no data folder.")
        return Path(self._data_dir)

    @property
    def package_dir(self) -> Path:
        """The plugin's own files, read-only."""
        from pathlib import Path

        if self._package_dir is None:
            raise SpeckitError("This context has no package folder.")
        return Path(self._package_dir)

    @property
    def cancelled(self) -> bool:
        """Whether the host gave this call up. Long loops look at it, or call ``raise_if_cancelled``."""
        token = getattr(self._host, "token", None)
        return token is not None and token.cancelled

    def raise_if_cancelled(self) -> None:
        """Raises ``CancelledError`` when the host gave this call up."""
        token = getattr(self._host, "token", None)
        if token is not None:
            token.check()

    def sleep(self, seconds: float) -> None:
        """Waits; ``CancelledError`` when the host gives this call up before."""
        token = getattr(self._host, "token", None)
        if token is not None:
            return token.sleep(seconds)  # type: ignore[no-any-return]
        import time

        time.sleep(seconds)

    def require(self, capability: str) -> None:
        """Raises ``CapabilityDeniedError`` when the user did not grant it: before work that would be in vain."""
        if capability not in self.capabilities:
            raise CapabilityDeniedError(
                f"Plugin '{self.plugin_name}' does not have '{capability}' capability. "
                f"Add to plugin.yaml requires.capabilities to request.",
                capability,
                self.plugin_name,
                "add it to requires.capabilities",
            )

    def _service(self, name: str, make: Any) -> Any:
        service = self._services.get(name)
        if service is None:
            service = self._services[name] = make()
        return service
