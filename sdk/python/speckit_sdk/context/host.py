"""The host as services see it."""

from __future__ import annotations

from ..errors import SpeckitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    class Host(Protocol):
        """Answers the methods of the protocol, in the process of the host or in memory."""

        def request(self, method: str, params: dict[str, Any]) -> Any:
            """Asks, and waits for the answer. Raises the errors of ``speckit_sdk.errors``."""

        def notify(self, method: str, params: dict[str, Any]) -> None:
            """Tells."""

        def subscriptions(self) -> Any:
            """What the plugin wants to hear of."""


def answered(answer: Any, name: str, kind: type) -> Any:
    """A member of the host's answer. ``SpeckitError`` when it is not of the agreed form."""
    value = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool) and kind is int:
        raise SpeckitError(f"The host's answer is not of the agreed form: '{name}' is {value!r:.80}.")
    return value


def answered_texts(answer: Any, name: str) -> list[str]:
    """A list of texts of the host's answer. ``SpeckitError`` when it is not of the agreed form."""
    values: list[Any] = answered(answer, name, list)
    for value in values:
        if not isinstance(value, str):
            raise SpeckitError(f"The host's answer is not of the agreed form: '{name}' holds {value!r:.80}.")
    return values


def given(**values: Any) -> dict[str, Any]:
    """The parameters that are not ``None``."""
    return {key: value for key, value in values.items() if value is not None}
