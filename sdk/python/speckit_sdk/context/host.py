"""The host as services see it."""

from __future__ import annotations

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


def given(**values: Any) -> dict[str, Any]:
    """The parameters that are not ``None``."""
    return {key: value for key, value in values.items() if value is not None}
