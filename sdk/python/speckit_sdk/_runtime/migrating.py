"""How files of ``migrations/`` are loaded."""

from __future__ import annotations

import __future__

from importlib.machinery import SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class MigrationLoader(SourceFileLoader):
    """Leaves annotations unevaluated: the migration of the design's text (§11.3) annotates with ``Path`` and imports no such name."""

    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> Any:  # type: ignore[override]
        return compile(data, path, "exec", flags=__future__.annotations.compiler_flag, dont_inherit=True, optimize=_optimize)
