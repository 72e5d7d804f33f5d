"""The project and its files."""

from __future__ import annotations

import os

from ..errors import SpeckitError
from .host import answered, answered_texts, given

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path, PurePosixPath
    from typing import Any

    from .host import Host


class Project:
    """The project. Paths are relative to it, with forward slashes, without ``..``; hosts refuse others."""

    def __init__(self, host: Host, info: Mapping[str, Any]) -> None:
        self._host = host
        self._info = info

    @property
    def root(self) -> Path:
        """Its folder."""
        from pathlib import Path

        return Path(self._info.get("root") or ".")

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._info.get("name") or os.path.basename(self._info.get("root") or ""))

    @property
    def title(self) -> str:
        """Its name for people: ``my-shop`` is ``My Shop``."""
        if self._info.get("title"):
            return str(self._info["title"])
        words = self.name.replace("-", " ").replace("_", " ").split()
        return " ".join(word[:1].upper() + word[1:] for word in words)

    def glob(self, *patterns: str, exclude: str | Iterable[str] | None = None) -> list[ProjectFile]:
        """The files that fit a pattern and no exclusion, sorted: ``*``, ``?``, ``**`` and ``{a,b}``. Needs ``filesystem.read``."""
        answer = self._host.request("project/glob", given(patterns=list(patterns), exclude=_list(exclude)))
        return [ProjectFile(self, path) for path in answered_texts(answer, "files")]

    def changed_files(self, since: str | None = None) -> list[ProjectFile]:
        """The files that changed since a commit, or since the last one. Needs ``filesystem.read``."""
        answer = self._host.request("project/changedFiles", given(since=since))
        return [ProjectFile(self, path) for path in answered_texts(answer, "files")]

    def file(self, path: str | os.PathLike[str]) -> ProjectFile:
        """A file of the project, whether or not there is one."""
        return ProjectFile(self, path_of(path))

    def read_text(self, path: str | os.PathLike[str]) -> str:
        """A file's text. ``NotFoundError`` when there is none, ``UnicodeDecodeError`` when it is not UTF-8."""
        content, is_text = self._read(path)
        return content if is_text else _decoded(content).decode("utf-8")

    def read_bytes(self, path: str | os.PathLike[str]) -> bytes:
        """A file's bytes. ``NotFoundError`` when there is none."""
        content, is_text = self._read(path)
        return content.encode("utf-8") if is_text else _decoded(content)

    def _read(self, path: str | os.PathLike[str]) -> tuple[str, bool]:
        answer = self._host.request("project/readFile", {"path": path_of(path)})
        return answered(answer, "content", str), (answer.get("encoding") or "utf-8") == "utf-8"

    def write_text(self, path: str | os.PathLike[str], content: str) -> None:
        """Creates or replaces a text file and its folders. Needs ``filesystem.write``."""
        self._host.request("project/writeFile", {"path": path_of(path), "content": content, "encoding": "utf-8"})

    def write_bytes(self, path: str | os.PathLike[str], content: bytes) -> None:
        """Creates or replaces a file and its folders. Needs ``filesystem.write``."""
        from base64 import b64encode

        text = b64encode(content).decode("ascii")
        self._host.request("project/writeFile", {"path": path_of(path), "content": text, "encoding": "base64"})

    def create_directory(self, path: str | os.PathLike[str]) -> None:
        """Creates a folder and those above it. Needs ``filesystem.write``."""
        self._host.request("project/createDirectory", {"path": path_of(path)})


class ProjectFile(os.PathLike[str]):
    """A file of the project: reads and writes go through the host, ``str`` is the path in the project, and ``os.fspath`` the absolute one."""

    __slots__ = ("_path", "_project")

    def __init__(self, project: Project, path: str) -> None:
        self._project = project
        self._path = path

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self._path.rpartition("/")[2]

    @property
    def stem(self) -> str:
        """The name without its suffix."""
        return self.pure.stem

    @property
    def suffix(self) -> str:
        """The name's last suffix, with its dot."""
        return self.pure.suffix

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the path."""
        return self.pure.parts

    @property
    def parent(self) -> ProjectFile:
        """The folder."""
        return ProjectFile(self._project, str(self.pure.parent))

    @property
    def pure(self) -> PurePosixPath:
        """The path in the project."""
        from pathlib import PurePosixPath

        return PurePosixPath(self._path)

    def as_posix(self) -> str:
        """The path in the project, as text."""
        return self._path

    def match(self, pattern: str) -> bool:
        """Whether the path fits a pattern of ``pathlib``."""
        return self.pure.match(pattern)

    def with_suffix(self, suffix: str) -> ProjectFile:
        """The file beside it with another suffix."""
        return ProjectFile(self._project, str(self.pure.with_suffix(suffix)))

    def with_name(self, name: str) -> ProjectFile:
        """The file beside it with another name."""
        return ProjectFile(self._project, str(self.pure.with_name(name)))

    def read_text(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Its text."""
        if encoding.lower().replace("_", "-") in ("utf-8", "utf8") and errors == "strict":
            return self._project.read_text(self._path)
        return self.read_bytes().decode(encoding, errors)

    def read_bytes(self) -> bytes:
        """Its bytes."""
        return self._project.read_bytes(self._path)

    def write_text(self, content: str) -> None:
        """Creates or replaces it."""
        self._project.write_text(self._path, content)

    def write_bytes(self, content: bytes) -> None:
        """Creates or replaces it."""
        self._project.write_bytes(self._path, content)

    def __truediv__(self, other: str) -> ProjectFile:
        return ProjectFile(self._project, str(self.pure / other))

    def __fspath__(self) -> str:
        return os.path.join(str(self._project.root), *self._path.split("/"))

    def __str__(self) -> str:
        return self._path

    def __repr__(self) -> str:
        return f"ProjectFile({self._path!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ProjectFile) and self._path == other._path

    def __lt__(self, other: ProjectFile) -> bool:
        return self._path < other._path

    def __hash__(self) -> int:
        return hash(self._path)


def path_of(path: str | os.PathLike[str]) -> str:
    """A path as the host takes it."""
    if isinstance(path, ProjectFile):
        return path.as_posix()
    return os.fspath(path).replace(os.sep, "/")


def _list(value: str | Iterable[str] | None) -> list[str] | None:
    return [value] if isinstance(value, str) else None if value is None else list(value)


def _decoded(text: str) -> bytes:
    from binascii import Error, a2b_base64

    try:
        return a2b_base64(text)
    except (Error, ValueError):
        raise SpeckitError("The host's answer is not of the agreed form: 'content' is not base64.") from None
