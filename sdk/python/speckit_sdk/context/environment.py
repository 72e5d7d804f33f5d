"""Environment variables of the host."""

from __future__ import annotations

from .host import answered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .host import Host


class Environment:
    """Reads environment variables, each asked of the host by its name. Needs ``environment``."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def get(self, name: str, default: str | None = None) -> str | None:
        """A variable, or the default when there is none."""
        answer = self._host.request("environment/get", {"name": name})
        value = answer.get("value") if isinstance(answer, dict) else answer
        return default if value is None else answered({"value": value}, "value", str)

    def __getitem__(self, name: str) -> str:
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None
