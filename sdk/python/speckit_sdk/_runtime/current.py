"""The session of this process, for the bus that modules share."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .session import Session

# A process serves one host. Nothing but the bus of modules, which has no context to ask, looks here.
session: Session | None = None
