"""Looks for a word in comments."""

from collections.abc import Iterator

from speckit_sdk import Finding
from speckit_sdk.context.project import ProjectFile


def find(files: list[ProjectFile], word: str) -> Iterator[Finding]:
    """The comments with that word."""
    for file in files:
        for number, line in enumerate(file.read_text().splitlines(), start=1):
            _, mark, comment = line.partition(f"# {word}")
            if mark:
                text = f"{word}{comment}".strip()
                yield Finding("todo", text, severity="low", file=str(file), line=number)
