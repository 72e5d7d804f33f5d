"""What can go wrong between a plugin and its host."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
CAPABILITY_DENIED = -32001
NOT_FOUND = -32002
TOO_LARGE = -32003
REFUSED = -32004
BUSY = -32005
PROTOCOL_MISMATCH = -32006
WRONG_STATE = -32007
LIMIT_REACHED = -32008
CANCELLED = -32800


class SpeckitError(Exception):
    """The base of all errors of this package."""


class HostError(SpeckitError):
    """The host answered a call with an error."""

    code: int = INTERNAL_ERROR

    def __init__(self, message: str, code: int | None = None, data: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.data = data
        if code is not None:
            self.code = code


class CapabilityDeniedError(HostError):
    """The plugin lacks a capability. ``plugin.yaml`` asks for it under ``requires.capabilities``."""

    code = CAPABILITY_DENIED

    def __init__(
        self,
        message: str,
        capability: str | None = None,
        plugin: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, data={"capability": capability, "plugin": plugin, "hint": hint})
        self.capability = capability
        self.plugin = plugin
        self.hint = hint


class NotFoundError(HostError):
    """There is no such file, task or folder."""

    code = NOT_FOUND


class TooLargeError(HostError):
    """A file, a body or a message is larger than the host allows."""

    code = TOO_LARGE


class RefusedError(HostError):
    """A rule of the project forbids it: a protected path, a rule of the backlog."""

    code = REFUSED


class BusyError(HostError):
    """Too many requests wait."""

    code = BUSY


class LimitReachedError(HostError):
    """A limit of this run is reached: ``limit`` names it, ``value`` is what it is set to."""

    code = LIMIT_REACHED

    def __init__(self, message: str, limit: str | None = None, value: Any = None) -> None:
        super().__init__(message, data={"limit": limit, "value": value})
        self.limit = limit
        self.value = value


class InvalidRequestError(HostError):
    """The host did not accept the parameters of a call."""

    code = INVALID_PARAMS


class WrongStateError(HostError):
    """The connection is not initialized, or is it twice."""

    code = WRONG_STATE


class MethodNotFoundError(HostError):
    """The host does not know the method: it is older than this package."""

    code = METHOD_NOT_FOUND


class CancelledError(HostError):
    """The host gave the running call up, or did not do what was asked. Let it pass."""

    code = CANCELLED

    def __init__(self, message: str = "The call was cancelled.", code: int | None = None, data: Any = None) -> None:
        super().__init__(message, code, data)


class ConnectionEndedError(SpeckitError):
    """The host is gone."""


class UsageError(SpeckitError):
    """The person called the command in a way that does not fit; the message is for them. The exit code is 2."""


class EntrypointError(SpeckitError):
    """The manifest names something that the plugin's code does not have."""


class ConfigError(UsageError):
    """A value of the configuration is not what the plugin needs."""


_BY_CODE: dict[int, type[HostError]] = {
    kind.code: kind
    for kind in (
        NotFoundError,
        TooLargeError,
        RefusedError,
        BusyError,
        InvalidRequestError,
        WrongStateError,
        MethodNotFoundError,
        CancelledError,
    )
}


def from_answer(code: int, message: str, data: Any) -> HostError:
    """The exception for an error that the host answered. It keeps the host's code, message and data."""
    details = data if isinstance(data, dict) else {}
    error: HostError
    if code == CAPABILITY_DENIED:
        error = CapabilityDeniedError(message, details.get("capability"), details.get("plugin"), details.get("hint"))
    elif code == LIMIT_REACHED:
        error = LimitReachedError(message, details.get("limit"), details.get("value"))
    else:
        error = _BY_CODE.get(code, HostError)(message, code)
    error.data = data
    return error
