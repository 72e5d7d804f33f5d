"""A project in memory."""

from __future__ import annotations

import base64
import binascii

from ..errors import INVALID_PARAMS, NOT_FOUND, REFUSED, TOO_LARGE, HostError
from .globs import compile_glob

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Params = dict[str, Any]

LARGEST_FILE = 8 * 1024 * 1024
STATE = ".specify"
READ_ONLY = frozenset(
    {
        ".git", STATE, ".claude", ".cursor", ".vscode", ".idea", ".mcp.json", ".envrc", ".husky",
        ".bashrc", ".bash_profile", ".profile", ".zshrc", ".zshenv",
    }
)  # fmt: skip


class FakeProject:
    """Keeps files by their paths, and refuses what the host refuses."""

    def __init__(self, plugin: str) -> None:
        self.files: dict[str, bytes] = {}
        self.folders: set[str] = set()
        self.changed_files: list[str] | None = None
        """What ``project/changedFiles`` answers; every file that was created, when nothing was said."""
        self._data = f"{STATE}/data/{plugin.replace('@', '')}/"

    def put(self, path: str, content: str | bytes) -> None:
        """Creates a file, as a person would."""
        self.files[parse(path)] = content.encode("utf-8") if isinstance(content, str) else content

    def glob(self, params: Params) -> Params:
        """``project/glob``"""
        patterns = [compile_glob(pattern) for pattern in params["patterns"]]
        excluded = [compile_glob(pattern) for pattern in params.get("exclude") or ()]
        found = [
            path
            for path in sorted(self.files)
            if not self._is_hidden(path)
            and not path.startswith(".git/")
            and any(pattern.match(path) for pattern in patterns)
            and not any(pattern.match(path) for pattern in excluded)
        ]
        return {"files": found}

    def read(self, params: Params) -> Params:
        """``project/readFile``"""
        path = parse(params["path"])
        if self._is_hidden(path):
            raise HostError(f"{path}: plugins may not read it", REFUSED)
        if path not in self.files:
            raise HostError(f"there is no file '{path}'", NOT_FOUND)
        content = self.files[path]
        if len(content) > LARGEST_FILE:
            raise HostError(f"{path} is larger than {LARGEST_FILE} bytes", TOO_LARGE)
        try:
            return {"content": content.decode("utf-8"), "encoding": "utf-8"}
        except UnicodeDecodeError:
            return {"content": base64.b64encode(content).decode("ascii"), "encoding": "base64"}

    def changed(self, params: Params) -> Params:
        """``project/changedFiles``"""
        files = sorted(self.files) if self.changed_files is None else self.changed_files
        return {"files": [path for path in files if not self._is_hidden(path)]}

    def write(self, params: Params) -> Params:
        """``project/writeFile``"""
        path = self._writable(params["path"])
        content = _decode(params)
        if len(content) > LARGEST_FILE:
            raise HostError(f"{path} is larger than {LARGEST_FILE} bytes", TOO_LARGE)
        if path in self.folders or any(known.startswith(f"{path}/") for known in self.files):
            raise HostError(f"{path}: it is a folder", REFUSED)
        self.files[path] = content
        return {}

    def create_directory(self, params: Params) -> Params:
        """``project/createDirectory``"""
        path = self._writable(params["path"])
        if path in self.files:
            raise HostError(f"{path}: it is a file", REFUSED)
        parts = path.split("/")
        self.folders.update("/".join(parts[:count]) for count in range(1, len(parts) + 1))
        return {}

    def _writable(self, given: Any) -> str:
        path = parse(given)
        segments = path.lower().split("/")
        if not path.startswith(self._data) and (segments[0] in READ_ONLY or ".git" in segments):
            raise HostError(f"{path}: plugins may not change it", REFUSED)
        return path

    def _is_hidden(self, path: str) -> bool:
        return path.lower().split("/")[0] == STATE and not path.startswith(self._data)


def parse(path: Any) -> str:
    """A path as the host takes it. Raises the host's error for one that is absolute or leads upwards."""
    segments = [part for part in str(path).split("/") if part not in ("", ".")]
    bad = any(part == ".." or "\\" in part or "\0" in part or ":" in part for part in segments)
    if not isinstance(path, str) or path.startswith("/") or not segments or bad or len(path) > 4096:
        raise HostError(
            f"'{path}' is not a path below the project: paths are relative, with forward slashes and without '..'",
            INVALID_PARAMS,
        )
    return "/".join(segments)


def _decode(params: Params) -> bytes:
    encoding = params.get("encoding", "utf-8")
    if encoding == "utf-8":
        return str(params["content"]).encode("utf-8", "replace")
    if encoding != "base64":
        raise HostError(f"unknown encoding '{encoding}'", INVALID_PARAMS)
    try:
        return base64.b64decode(params["content"], validate=True)
    except binascii.Error:
        raise HostError("the content is not base64", INVALID_PARAMS) from None
