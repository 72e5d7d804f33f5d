"""Line coverage with coverage.py."""

from __future__ import annotations

import os

from .coverage import summary
from .lines import files_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class CoveragePy:
    """The same as ``Coverage``, measured with coverage.py."""

    def __init__(self, package: str) -> None:
        from importlib import import_module

        coverage: Any = import_module("coverage")
        self._package = os.path.realpath(package)
        self._measured: Any = coverage.Coverage(data_file=None, config_file=True, source=[self._package])

    def start(self) -> None:
        """Begins to note."""
        self._measured.start()

    def stop(self) -> None:
        """Ends it."""
        self._measured.stop()

    def report(self) -> dict[str, Any]:
        """``percent``, and for each file how many statements it has and how many ran."""
        files: dict[str, dict[str, int]] = {}
        for path in files_of(self._package):
            _, statements, _, missing, _ = self._measured.analysis2(os.path.join(self._package, *path.split("/")))
            if statements:
                files[path] = {"covered": len(statements) - len(missing), "total": len(statements)}
        return summary(files)
