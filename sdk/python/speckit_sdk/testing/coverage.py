"""Line coverage, for when coverage.py is not there."""

from __future__ import annotations

import os
import sys
import threading

from .lines import FileLines, files_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, FrameType
    from typing import Any


class Coverage:
    """Notes which lines of the plugin's own files run, in all threads. It uses ``sys.monitoring`` where there is that."""

    def __init__(self, package: str) -> None:
        self._package = os.path.realpath(package)
        self._paths = {os.path.join(self._package, *path.split("/")): path for path in files_of(self._package)}
        self._executed: dict[str, set[int]] = {path: set() for path in self._paths.values()}
        self._known: dict[str, str | None] = {}
        self._tool: int | None = None

    def start(self) -> None:
        """Begins to note."""
        if not self._start_monitoring():
            threading.settrace(self._trace)
            sys.settrace(self._trace)

    def stop(self) -> None:
        """Ends it."""
        if self._tool is None:
            sys.settrace(None)
            threading.settrace(None)  # type: ignore[arg-type]
            return
        monitoring: Any = getattr(sys, "monitoring")
        monitoring.set_events(self._tool, 0)
        monitoring.register_callback(self._tool, monitoring.events.LINE, None)
        monitoring.free_tool_id(self._tool)
        self._tool = None

    def report(self) -> dict[str, Any]:
        """``percent``, and for each file how many statements it has and how many ran."""
        files: dict[str, dict[str, int]] = {}
        for file, path in sorted(self._paths.items(), key=lambda item: item[1]):
            try:
                with open(file, "rb") as stream:
                    lines = FileLines(stream.read(), path)
            except (OSError, SyntaxError, ValueError) as error:
                print(f"coverage: {path} cannot be read: {error}", file=sys.stderr)
                continue
            if lines.statements:
                files[path] = {"covered": lines.covered(self._executed[path]), "total": len(lines.statements)}
        return summary(files)

    def _start_monitoring(self) -> bool:
        monitoring: Any = getattr(sys, "monitoring", None)
        if monitoring is None:
            return False
        for tool in (monitoring.COVERAGE_ID, monitoring.PROFILER_ID, monitoring.OPTIMIZER_ID):
            if monitoring.get_tool(tool) is None:
                monitoring.use_tool_id(tool, "speckit_sdk")
                monitoring.register_callback(tool, monitoring.events.LINE, self._line)
                monitoring.set_events(tool, monitoring.events.LINE)
                self._tool = tool
                return True
        return False

    def _line(self, code: CodeType, line: int) -> Any:
        path = self._path_of(code.co_filename)
        if path is not None:
            self._executed[path].add(line)
        # Once is enough.
        return getattr(sys, "monitoring").DISABLE

    def _trace(self, frame: FrameType, event: str, argument: Any) -> Any:
        path = self._path_of(frame.f_code.co_filename)
        if path is None:
            return None
        lines = self._executed[path]
        lines.add(frame.f_lineno)

        def trace_line(frame: FrameType, event: str, argument: Any) -> Any:
            lines.add(frame.f_lineno)
            return trace_line

        return trace_line

    def _path_of(self, file: str) -> str | None:
        if file not in self._known:
            self._known[file] = self._paths.get(os.path.realpath(file))
        return self._known[file]


def summary(files: dict[str, dict[str, int]]) -> dict[str, Any]:
    """The percentage over all files; 100 when there is nothing to cover."""
    total = sum(file["total"] for file in files.values())
    covered = sum(file["covered"] for file in files.values())
    # Rounded down: a gate of 85 is not passed by 84.96.
    percent = 100.0 if total == 0 else covered * 1000 // total / 10
    return {"percent": percent, "files": files}
