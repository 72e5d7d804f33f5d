"""Creating files, as scaffolders do."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os

    from .project import Project


class Files:
    """Creates folders and files in the project. Needs ``filesystem.write``."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def create_directory(self, path: str | os.PathLike[str]) -> None:
        """Creates a folder and those above it."""
        self._project.create_directory(path)

    def write(self, path: str | os.PathLike[str], content: str | bytes) -> None:
        """Creates or replaces a file and its folders."""
        if isinstance(content, str):
            self._project.write_text(path, content)
        else:
            self._project.write_bytes(path, content)

    def create_file(self, path: str | os.PathLike[str], content: str | bytes = "") -> None:
        """Another name of ``write``, with nothing in the file when nothing is said."""
        self.write(path, content)

    def read(self, path: str | os.PathLike[str]) -> str:
        """A file's text. Needs ``filesystem.read``."""
        return self._project.read_text(path)
