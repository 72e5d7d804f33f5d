"""Configuration access."""

from __future__ import annotations

from _collections_abc import Mapping

from ..errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_ABSENT = object()


class Config(Mapping[str, "Any"]):
    """The plugin's configuration: the user's values over the manifest's defaults. Keys may be dotted: ``report.format``."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self._values: dict[str, Any] = dict(values or {})

    def __getitem__(self, key: str) -> Any:
        value = self._find(key)
        if value is _ABSENT:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Config({self._values!r})"

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, or the default when there is none."""
        value = self._find(key)
        return default if value is _ABSENT or value is None else value

    def get_str(self, key: str, default: str = "") -> str:
        """A text; ``ConfigError`` when the value is something else."""
        return self._typed(key, default, (str,), "a text")

    def get_bool(self, key: str, default: bool = False) -> bool:
        """A boolean; ``ConfigError`` when the value is something else."""
        return self._typed(key, default, (bool,), "true or false")

    def get_int(self, key: str, default: int = 0) -> int:
        """A whole number; ``ConfigError`` when the value is something else."""
        return self._typed(key, default, (int,), "a whole number")

    def get_float(self, key: str, default: float = 0.0) -> float:
        """A number; ``ConfigError`` when the value is something else."""
        return float(self._typed(key, default, (int, float), "a number"))

    def get_list(self, key: str) -> list[str]:
        """A list of texts, empty when there is none; ``ConfigError`` when the value is something else."""
        values: list[Any] = self._typed(key, [], (list,), "a list of texts")
        if not all(isinstance(value, str) for value in values):
            raise ConfigError(f"The configuration's '{key}' must be a list of texts.")
        return list(values)

    def to_dict(self) -> dict[str, Any]:
        """All of it, as a dictionary of its own."""
        return dict(self._values)

    def _find(self, key: str) -> Any:
        if key in self._values:
            return self._values[key]
        value: Any = self._values
        for part in key.split("."):
            if not isinstance(value, Mapping) or part not in value:
                return _ABSENT
            value = value[part]
        return value

    def _typed(self, key: str, default: Any, kinds: tuple[type, ...], expected: str) -> Any:
        value = self.get(key, _ABSENT)
        if value is _ABSENT:
            return default
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise ConfigError(f"The configuration's '{key}' must be {expected}.")
        return value
