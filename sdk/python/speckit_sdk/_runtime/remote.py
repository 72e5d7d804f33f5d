"""The host as a call of it sees it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .calls import CancelToken
    from .session import Session


class RemoteHost:
    """Asks the host on behalf of one call: when that is given up, what it waits for is, too."""

    def __init__(self, session: Session, token: CancelToken | None) -> None:
        self._session = session
        self.token = token

    @property
    def active(self) -> bool:
        """Whether the plugin is active: what is subscribed to before waits until then."""
        return self._session.active

    def request(self, method: str, params: dict[str, Any]) -> Any:
        """Asks, and waits for the answer."""
        return self._session.peer.request(method, params, self.token)

    def notify(self, method: str, params: dict[str, Any]) -> None:
        """Tells."""
        if self.token is not None:
            self.token.check()
        self._session.peer.notify(method, params)

    def subscriptions(self) -> Any:
        """What the plugin wants to hear of, kept for the whole connection."""
        if self._session.subscriptions is None:
            from ..events.bus import Subscriptions

            self._session.subscriptions = Subscriptions()
        return self._session.subscriptions
