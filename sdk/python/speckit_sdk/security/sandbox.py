"""Sandbox utilities: the narrowest sandbox a plugin can live in (design §8.5)."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

KEYS = {
    "": ("timeout", "working_dir", "env_passthrough", "network", "filesystem"),
    "network": ("allowed_hosts", "blocked_ports"),
    "filesystem": ("read", "write", "blocked"),
}


class SandboxConfig:
    """What a sandbox allows. This checks a configuration and explains it; the host enforces the manifest's."""

    def __init__(
        self,
        *,
        timeout: float | None = None,
        working_dir: str | os.PathLike[str] | None = None,
        env_passthrough: Iterable[str] = (),
        allowed_hosts: Iterable[str] | None = None,
        blocked_ports: Iterable[int] = (),
        read: Iterable[str | os.PathLike[str]] = (),
        write: Iterable[str | os.PathLike[str]] = (),
        blocked: Iterable[str | os.PathLike[str]] = (),
    ) -> None:
        if timeout is not None and not (isinstance(timeout, (int, float)) and not isinstance(timeout, bool) and timeout > 0):
            raise ValueError(f"timeout must be a number of seconds above 0, not {timeout!r}")
        self.timeout = timeout
        self.working_dir = None if working_dir is None else os.fspath(working_dir)
        self.env_passthrough = _texts("env_passthrough", env_passthrough)
        self.allowed_hosts = None if allowed_hosts is None else _texts("network.allowed_hosts", allowed_hosts)
        self.blocked_ports = [_port(port) for port in blocked_ports]
        self.read = _texts("filesystem.read", read)
        self.write = _texts("filesystem.write", write)
        self.blocked = _texts("filesystem.blocked", blocked)

    @classmethod
    def from_dict(cls, config: Mapping[str, Any]) -> SandboxConfig:
        """Reads a configuration as the design writes it. ``ValueError`` for what it does not know or cannot be."""
        network, filesystem = config.get("network", {}), config.get("filesystem", {})
        for where, part in (("", config), ("network", network), ("filesystem", filesystem)):
            for key in part:
                if key not in KEYS[where]:
                    from .._runtime.suggest import suggest

                    raise ValueError(f"the sandbox has no '{where + '.' if where else ''}{key}'.{suggest(key, KEYS[where])}")
        top = {key: config[key] for key in ("timeout", "working_dir", "env_passthrough") if key in config}
        return cls(**top, **network, **filesystem)

    def allows_host(self, host: str) -> bool:
        """Whether a host may be reached. Without ``allowed_hosts`` none may."""
        name = host.lower().rstrip(".")
        return any(_fits_host(pattern.lower(), name) for pattern in self.allowed_hosts or ())

    def allows_port(self, port: int) -> bool:
        """Whether a port may be connected to."""
        return port not in self.blocked_ports

    def allows_read(self, path: str | os.PathLike[str]) -> bool:
        """Whether a file may be read."""
        return self._is_below(path, [*self.read, *self.write]) and not self._is_below(path, self.blocked)

    def allows_write(self, path: str | os.PathLike[str]) -> bool:
        """Whether a file may be written."""
        return self._is_below(path, self.write) and not self._is_below(path, self.blocked)

    def to_manifest(self) -> dict[str, Any]:
        """The manifest's ``sandbox`` that says the same. The working folder and what is blocked are the host's own."""
        network: dict[str, Any] = {} if self.allowed_hosts is None else {"allowed_hosts": self.allowed_hosts}
        if self.blocked_ports:
            network["blocked_ports"] = self.blocked_ports
        filesystem = {key: self._relative(paths) for key, paths in (("read", self.read), ("write", self.write)) if paths}
        values = {
            "timeout": self.timeout,
            "network": network,
            "filesystem": filesystem,
            "environment": [name for name in self.env_passthrough if name not in ("HOME", "PATH", "LANG")],
        }
        return {key: value for key, value in values.items() if value}

    def _relative(self, paths: list[str]) -> list[str]:
        if self.working_dir is None:
            return paths
        root = self._absolute(self.working_dir)
        absolute = [self._absolute(path) for path in paths]
        return [
            "." if path == root else os.path.relpath(path, root).replace(os.sep, "/") if _is_in(path, root) else path
            for path in absolute
        ]

    def _is_below(self, path: str | os.PathLike[str], roots: list[str]) -> bool:
        target = os.path.realpath(self._absolute(os.fspath(path)))
        return any(_is_in(target, os.path.realpath(self._absolute(root))) for root in roots)

    def _absolute(self, path: str) -> str:
        return os.path.normpath(os.path.join(self.working_dir or os.getcwd(), os.path.expanduser(path)))


def _texts(where: str, values: Iterable[Any]) -> list[str]:
    if isinstance(values, (str, bytes)):
        raise ValueError(f"{where} must be a list, not {values!r}")
    return [os.fspath(value) for value in values]


def _port(port: Any) -> int:
    if not isinstance(port, int) or isinstance(port, bool) or not 1 <= port <= 65535:
        raise ValueError(f"network.blocked_ports are numbers from 1 to 65535, not {port!r}")
    return port


def _fits_host(pattern: str, host: str) -> bool:
    return pattern in ("*", host) or (pattern.startswith("*.") and host.endswith(pattern[1:]) and host != pattern[2:])


def _is_in(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)
