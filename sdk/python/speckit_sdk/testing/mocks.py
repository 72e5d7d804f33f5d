"""``mock_context``: the context of a plugin over a host in memory."""

from __future__ import annotations

from ..context.plugin_context import PluginContext
from .fake_host import FakeHost
from .mock_services import (
    MockBacklog,
    MockConsole,
    MockEnvironment,
    MockEvents,
    MockHttp,
    MockLog,
    MockProject,
    MockShell,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from types import TracebackType
    from typing import Any


class MockContext(PluginContext):
    """A context over a host in memory; ``host`` is that. A ``with`` statement removes its data folder at the end."""

    host: FakeHost  # type: ignore[assignment]
    project: MockProject  # type: ignore[assignment]
    backlog: MockBacklog  # type: ignore[assignment]
    events: MockEvents  # type: ignore[assignment]
    console: MockConsole  # type: ignore[assignment]
    shell: MockShell  # type: ignore[assignment]
    http: MockHttp  # type: ignore[assignment]
    environment: MockEnvironment  # type: ignore[assignment]
    log: MockLog  # type: ignore[assignment]

    def __init__(self, host: FakeHost, **values: Any) -> None:
        super().__init__(host=host, **values)
        host.context = self
        self._folder: Any = None
        self._services.update(
            project=MockProject(host, self._project_info),
            backlog=MockBacklog(host),
            events=MockEvents(host),
            console=MockConsole(host),
            shell=MockShell(host),
            http=MockHttp(host),
            environment=MockEnvironment(host),
            log=MockLog(host),
        )

    @property
    def data_dir(self) -> Path:
        """A folder of this test."""
        import tempfile
        from pathlib import Path

        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="speckit-test-")
        return Path(self._folder.name)

    def __enter__(self) -> MockContext:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def mock_context(
    capabilities: Iterable[str] | None = None,
    config: Mapping[str, Any] | None = None,
    *,
    plugin: str = "test-plugin",
    version: str = "0.0.0",
    project: str = "test-project",
    files: Mapping[str, str | bytes] | None = None,
    environment: Mapping[str, str] | None = None,
    phase: str | None = None,
    feature: str | None = None,
    package_dir: str | os.PathLike[str] = ".",
) -> MockContext:
    """A context over a host in memory. All capabilities are granted when none are named."""
    host = FakeHost(plugin, capabilities, config or {})
    for path, content in (files or {}).items():
        host.project.put(path, content)
    host.environment.update(environment or {})
    return MockContext(
        host,
        config=host.config,
        plugin={"name": plugin, "version": version},
        project={"name": project, "root": f"/{project}"},
        capabilities=host.capabilities,
        package_dir=str(package_dir),
        workflow={"phase": phase, "feature": feature},
    )
